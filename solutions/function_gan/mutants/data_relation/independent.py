"""X2 is taken at other X1 values than those in the first column: both histograms are right, the relation is lost.

Message: X2 should be X1 squared
Mistake: specification
"""

def sample_real(n, curve, rng):
    x1 = rng.uniform(-0.5, 0.5, n)
    x2 = curve(rng.uniform(-0.5, 0.5, n))
    return np.column_stack([x1, x2]).astype("float32")
