"""A point of the spiral is a complex number.
"""


def sample_spiral(n, turns, rng):
    radius = rng.uniform(0, 1, n) ** 0.5
    points = radius * np.exp(2j * np.pi * turns * radius)
    return np.stack([points.real, points.imag], axis=-1).astype(np.float32)
