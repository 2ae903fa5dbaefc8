"""Computed in float32.

Message: not right to nine digits
Mistake: understanding
With: right_slope
"""

def generator_slope(name, x):
    return right_slope(name, np.asarray(x, np.float32)).astype(np.float64)
