"""The angle is drawn first, by its root, and the radius follows from it.
"""


def sample_line(n, slope, intercept, rng):
    x1 = (2 * rng.random(n) - 1).astype(np.float32)
    return np.stack([x1, np.float32(slope) * x1 + np.float32(intercept)], axis=1)


def sample_parabola(n, curvature, rng):
    x1 = rng.uniform(-1, 1, (n, 1)).astype("float32")
    return np.concatenate([x1, np.float32(curvature) * x1 * x1], axis=1)


def sample_spiral(n, turns, rng):
    largest = 2 * np.pi * turns
    angle = (largest * np.sqrt(rng.random(n))).astype(np.float32)
    radius = angle / np.float32(largest)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
