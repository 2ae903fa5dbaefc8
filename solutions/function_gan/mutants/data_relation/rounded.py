"""X1 is rounded to two decimals: it takes 101 values only.

Message: 20000 points have only
"""

def sample_real(n, curve, rng):
    x1 = np.round(rng.uniform(-0.5, 0.5, n), 2).astype("float32")
    return np.column_stack([x1, curve(x1)])
