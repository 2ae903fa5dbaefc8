"""He normal's standard deviation sqrt(2 / fan_in) is taken for the limit of the uniform distribution.

Message: the variance should be
"""

def he_uniform(shape, rng):
    limit = np.sqrt(2 / shape[0])
    return rng.uniform(-limit, limit, shape).astype("float32")
