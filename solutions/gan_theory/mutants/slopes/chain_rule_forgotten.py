"""Without the factor a.

Message: the derivative in theta is
Mistake: specification
Change shift_gradient: return a * np.mean -> return np.mean
"""
