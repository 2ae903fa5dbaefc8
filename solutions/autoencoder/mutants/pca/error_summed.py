"""The squared differences are added up.

Message: Where each pixel differs by 2 the error is 4
Mistake: specification
Change: np.mean((images - others) ** 2) -> np.sum((images - others) ** 2)
"""
