"""Divided by 255 only: numbers from 0 to 1.

Message: should become -1, 1, -0.6, 0.6
Mistake: specification
Change: images.astype("float32") / 127.5 - 1 -> (images / 255).astype("float32")
Change: (x + 1) * 127.5 -> x * 255
"""
