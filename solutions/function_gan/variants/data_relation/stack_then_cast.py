"""Everything is computed in float64 and rounded once at the end, from random() and a shift.
"""

def sample_real(n, curve, rng):
    points = np.empty((n, 2))
    points[:, 0] = rng.random(n) - 0.5
    points[:, 1] = curve(points[:, 0])
    return points.astype(np.float32)
