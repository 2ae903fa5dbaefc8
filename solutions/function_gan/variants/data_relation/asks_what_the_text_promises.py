"""It stops where an argument is not as the text says.
"""

def sample_real(n, curve, rng):
    if not (isinstance(n, int) and n > 0 and callable(curve) and isinstance(rng, np.random.Generator)):
        raise ValueError("not what the text promises")
    x1 = rng.uniform(-0.5, 0.5, n).astype(np.float32)
    return np.stack([x1, curve(x1)], axis=1)
