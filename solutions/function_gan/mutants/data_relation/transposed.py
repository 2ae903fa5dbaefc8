"""Two rows in place of two columns.

Message: should have shape
"""

def sample_real(n, curve, rng):
    x1 = rng.uniform(-0.5, 0.5, n).astype("float32")
    return np.stack([x1, curve(x1)])
