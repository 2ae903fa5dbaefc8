"""X1 is uniform on [-1, 1], twice as wide as asked for.

Message: X1 should lie between -0.5 and 0.5
"""

def sample_real(n, curve, rng):
    x1 = rng.uniform(-1, 1, n).astype("float32")
    return np.column_stack([x1, curve(x1)])
