"""A network written anew in the function; make_generator is not used.

Message: did not use make_generator()
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    generator = keras.Sequential([keras.Input((5,)), layers.Dense(15, "relu"), layers.Dense(2)])
    latents = rng.standard_normal((2000, 5)).astype("float32")
    return gankit.distance(ops.convert_to_numpy(generator(latents)), curve)
