"""Keras draws the numbers, from a seed that rng gives, and joins the columns.
"""

def sample_real(n, curve, rng):
    x1 = keras.random.uniform((n, 1), -0.5, 0.5, seed=int(rng.integers(2**31)))
    return ops.convert_to_numpy(ops.concatenate([x1, curve(x1)], axis=1))
