"""The way there is right, but the way back multiplies by 128: 1 becomes 256, cut to 255.

Message: of the 256 grey values are others
Mistake: specification
Change: (x + 1) * 127.5 -> (x + 1) * 128
"""
