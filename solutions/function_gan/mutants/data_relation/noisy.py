"""A little noise is added to X2, as real measurements have it.

Message: X2 should be X1 squared
Mistake: specification
"""

def sample_real(n, curve, rng):
    x1 = rng.uniform(-0.5, 0.5, n)
    x2 = curve(x1) + rng.normal(0, 0.01, n)
    return np.column_stack([x1, x2]).astype("float32")
