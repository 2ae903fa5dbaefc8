"""Each call takes a new child of rng, and fills the array with float32 numbers in place.
"""

def sample_real(n, curve, rng):
    [child] = rng.spawn(1)
    points = np.zeros((2, n), dtype=np.float32)
    child.random(out=points[0], dtype=np.float32)
    points[0] -= 0.5
    points[1] = curve(points[0])
    return points.T
