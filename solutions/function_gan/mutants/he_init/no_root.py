"""The limit is 6 / fan_in: the root was forgotten. For fan_in = 6 nobody notices.

Message: the weights should lie within
"""

def he_uniform(shape, rng):
    limit = 6 / shape[0]
    return rng.uniform(-limit, limit, shape).astype("float32")
