"""Whatever the shape of the logits, a vector comes back.

Message: should have shape
Mistake: understanding
With: right_slope
"""

def generator_slope(name, x):
    return right_slope(name, np.ravel(x))
