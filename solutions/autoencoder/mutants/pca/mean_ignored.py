"""The mean is neither subtracted nor added.

Message: comes back as [[0.884, 1.012]]
Mistake: understanding
Change: (images.reshape(len(images), -1) - mean) @ -> images.reshape(len(images), -1) @
Change: (mean + codes @ components) -> (codes @ components)
"""
