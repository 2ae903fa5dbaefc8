"""A float32 random() stretched to [-limit, limit].
"""

def he_uniform(shape, rng):
    limit = np.float32(np.sqrt(6.0 / shape[0]))
    return (2 * rng.random(shape, dtype=np.float32) - 1) * limit
