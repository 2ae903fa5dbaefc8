"""An error for each image.

Message: should be one number, but it has shape (2,)
Mistake: specification
Change: np.mean((images - others) ** 2) -> np.mean((images - others) ** 2, axis=(1, 2))
"""
