"""LeCun's limit sqrt(3 / fan_in), which is not made for ReLU.

Message: With fan_in = 6 the limit is
"""

def he_uniform(shape, rng):
    limit = np.sqrt(3 / shape[0])
    return rng.uniform(-limit, limit, shape).astype("float32")
