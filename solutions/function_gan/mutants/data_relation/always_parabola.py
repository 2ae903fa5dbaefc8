"""The curve argument is ignored: X2 is always X1 squared, as in the worked example.

Message: X2 should be curve(X1) exactly
"""

def sample_real(n, curve, rng):
    x1 = rng.uniform(-0.5, 0.5, n).astype("float32")
    return np.column_stack([x1, x1**2])
