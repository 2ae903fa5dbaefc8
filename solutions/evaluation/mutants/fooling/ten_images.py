"""Only the ten images, not 1000.

Message: should have shape (1000, 14, 14)
Mistake: specification
Change: np.repeat(images[best], 100, axis=0) -> images[best]
"""
