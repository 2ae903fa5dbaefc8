"""The limit is computed from fan_out, the second number of the shape.

Message: the weights should lie within
"""

def he_uniform(shape, rng):
    limit = np.sqrt(6 / shape[1])
    return rng.uniform(-limit, limit, shape).astype("float32")
