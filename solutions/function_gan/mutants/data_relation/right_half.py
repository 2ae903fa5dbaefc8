"""X1 lies between 0 and 0.5: random numbers are scaled and not shifted.

Message: half of the values should lie between -0.25 and 0.25
"""

def sample_real(n, curve, rng):
    x1 = (0.5 * rng.random(n)).astype("float32")
    return np.column_stack([x1, curve(x1)])
