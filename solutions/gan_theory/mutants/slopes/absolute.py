"""The size of the slope, without its sign.

Message: has the slopes
Mistake: specification
With: right_slope
"""

def generator_slope(name, x):
    return np.abs(right_slope(name, x))
