"""The matrix is turned: fan_out rows and fan_in columns, as some libraries store it.

Message: should have shape (5, 15)
"""

def he_uniform(shape, rng):
    fan_in, fan_out = shape
    limit = np.sqrt(6 / fan_in)
    return rng.uniform(-limit, limit, (fan_out, fan_in)).astype("float32")
