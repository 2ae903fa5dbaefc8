"""The root of the mean squared difference.

Message: the error is 4, not 2
Mistake: specification
Change: np.mean((images - others) ** 2) -> np.sqrt(np.mean((images - others) ** 2))
"""
