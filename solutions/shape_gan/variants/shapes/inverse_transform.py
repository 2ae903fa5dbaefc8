"""The radius is drawn as the larger of two uniform numbers: that has the distribution of √u.
"""


def sample_spiral(n, turns, rng):
    radius = rng.uniform(0, 1, (n, 2)).max(axis=1)
    angle = 2 * np.pi * turns * radius
    return np.array([radius * np.cos(angle), radius * np.sin(angle)], dtype="float32").T
