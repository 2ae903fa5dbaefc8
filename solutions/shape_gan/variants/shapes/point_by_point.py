"""Each point is drawn in a loop, in single precision.
"""


def sample_spiral(n, turns, rng):
    points = np.empty((n, 2), np.float32)
    for number in range(n):
        radius = np.sqrt(np.float32(rng.random()))
        angle = np.float32(2 * np.pi * turns) * radius
        points[number] = radius * np.cos(angle), radius * np.sin(angle)
    return points
