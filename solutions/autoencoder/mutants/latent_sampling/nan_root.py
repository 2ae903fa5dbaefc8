"""Slightly negative eigenvalues have no root.

Message: holds values that are not finite
Mistake: specification
Change: np.sqrt(np.maximum(values, 0)) -> np.sqrt(values - 1e-13)
"""
