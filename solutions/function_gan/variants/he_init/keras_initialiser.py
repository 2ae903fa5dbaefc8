"""Keras' initialiser, with a seed that comes from rng.
"""

def he_uniform(shape, rng):
    if not (len(shape) == 2 and isinstance(rng, np.random.Generator)):
        raise ValueError("not what the text promises")
    initialiser = keras.initializers.HeUniform(seed=int(rng.integers(2**31)))
    return ops.convert_to_numpy(initialiser(tuple(shape)))
