"""One X1 is drawn and used for all n points.

Message: X1 should be uniform on [-0.5, 0.5]
"""

def sample_real(n, curve, rng):
    x1 = np.full(n, rng.uniform(-0.5, 0.5), dtype="float32")
    return np.column_stack([x1, curve(x1)])
