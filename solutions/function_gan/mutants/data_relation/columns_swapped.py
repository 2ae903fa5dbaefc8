"""The columns are swapped: X2 comes first.

Message: X2 should be X1 squared
"""

def sample_real(n, curve, rng):
    x1 = rng.uniform(-0.5, 0.5, n).astype("float32")
    return np.column_stack([curve(x1), x1])
