"""Rounding makes an eigenvalue negative, and its root is not a number.

Message: not finite
Mistake: understanding
Change: np.sqrt(np.maximum(values, 0)) -> np.sqrt(values - 1e-15 * abs(values).max())
"""
