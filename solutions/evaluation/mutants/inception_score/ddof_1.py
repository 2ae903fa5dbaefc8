"""The standard deviation divides by one less than the number of splits.

Message: standard deviation
Mistake: specification
Change: np.std(scores) -> np.std(scores, ddof=min(1, splits - 1))
"""
