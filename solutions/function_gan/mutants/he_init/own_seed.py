"""A new generator of random numbers is made in each call, so every layer gets the same weights.

Message: Two draws from the same rng are equal
"""

def he_uniform(shape, rng):
    limit = np.sqrt(6 / shape[0])
    return np.random.default_rng(42).uniform(-limit, limit, shape).astype("float32")
