"""The variance in place of the standard deviation.

Message: standard deviation
Mistake: specification
Change: np.std(scores) -> np.var(scores)
"""
