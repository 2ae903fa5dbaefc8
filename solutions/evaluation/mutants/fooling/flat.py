"""Rows of 196 pixels.

Message: should have shape (1000, 14, 14)
Mistake: specification
Change: np.repeat(images[best], 100, axis=0) -> np.repeat(images[best], 100, axis=0).reshape(1000, 196)
"""
