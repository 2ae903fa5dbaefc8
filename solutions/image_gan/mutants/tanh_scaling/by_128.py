"""Scaled by 128 on both ways: 255 becomes 0.992 only.

Message: should become -1, 1, -0.6, 0.6
Mistake: specification
Change: images.astype("float32") / 127.5 - 1
    -> ((images.astype("float32") - 128) / 128).astype("float32")
Change: (x + 1) * 127.5 -> x * 128 + 128
"""
