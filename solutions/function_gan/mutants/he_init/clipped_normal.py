"""He normal weights, clipped at the uniform limit: neither the variance nor the form is right.

Message: the variance should be
"""

def he_uniform(shape, rng):
    limit = np.sqrt(6 / shape[0])
    return np.clip(rng.normal(0, np.sqrt(2 / shape[0]), shape), -limit, limit).astype("float32")
