"""Pure Python: one point after the other, the curve at one number at a time.
"""

def sample_real(n, curve, rng):
    points = []
    for _ in range(n):
        x1 = np.float32(rng.uniform(-0.5, 0.5))
        points.append([x1, curve(x1)])
    return np.array(points, dtype=np.float32)
