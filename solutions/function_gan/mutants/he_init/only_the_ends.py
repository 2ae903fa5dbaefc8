"""Every weight is plus or minus one standard deviation: mean and variance are right, the distribution is not.

Message: With fan_in = 24 the limit is
Mistake: understanding
"""

def he_uniform(shape, rng):
    return (rng.choice([-1, 1], shape) * np.sqrt(2 / shape[0])).astype("float32")
