"""NumPy's global generator is used; rng is ignored.

Message: The same seed gives different draws
"""

def sample_real(n, curve, rng):
    x1 = np.random.uniform(-0.5, 0.5, n).astype("float32")
    return np.column_stack([x1, curve(x1)])
