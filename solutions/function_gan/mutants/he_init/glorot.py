"""Glorot's limit sqrt(6 / (fan_in + fan_out)) in place of He's.

Message: the variance should be
"""

def he_uniform(shape, rng):
    limit = np.sqrt(6 / sum(shape))
    return rng.uniform(-limit, limit, shape).astype("float32")
