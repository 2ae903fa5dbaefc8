"""Sign and size of each weight are drawn apart.
"""

def he_uniform(shape, rng):
    sign = rng.choice(np.array([-1.0, 1.0]), size=shape)
    size = rng.random(size=shape) * (6 / shape[0]) ** 0.5
    return np.float32(sign * size)
