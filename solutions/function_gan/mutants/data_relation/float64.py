"""The points are float64: the conversion was forgotten.

Message: should have type float32
"""

def sample_real(n, curve, rng):
    x1 = rng.uniform(-0.5, 0.5, n)
    return np.column_stack([x1, curve(x1)])
