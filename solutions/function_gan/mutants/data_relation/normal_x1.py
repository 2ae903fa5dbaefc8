"""X1 is normal instead of uniform.

Message: half of the values should lie between -0.25 and 0.25
"""

def sample_real(n, curve, rng):
    x1 = np.clip(rng.normal(0, 0.2, n), -0.5, 0.5).astype("float32")
    return np.column_stack([x1, curve(x1)])
