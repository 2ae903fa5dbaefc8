"""The mean absolute difference.

Message: the error is 4, not 2
Mistake: specification
Change: np.mean((images - others) ** 2) -> np.mean(np.abs(images - others))
"""
