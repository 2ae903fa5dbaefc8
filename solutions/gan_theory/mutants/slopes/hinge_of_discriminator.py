"""The hinge of the discriminator's real term for the generator's.

Message: should be -1
Mistake: understanding
With: right_slope
"""

def generator_slope(name, x):
    return np.where(x < 1, -1.0, 0.0) if name == "hinge" else right_slope(name, x)
