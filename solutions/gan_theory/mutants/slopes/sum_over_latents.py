"""A sum in place of a mean.

Message: the derivative in theta is
Mistake: specification
Change shift_gradient: np.mean -> np.sum
"""
