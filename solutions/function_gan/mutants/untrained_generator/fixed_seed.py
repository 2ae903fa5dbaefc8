"""The generator is seeded with a fixed number, so rng changes nothing.

Message: Two seeds give the same distance
Mistake: specification
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(1)
    latents = np.random.default_rng(1).standard_normal((2000, 5)).astype("float32")
    return gankit.distance(ops.convert_to_numpy(make_generator()(latents)), curve)
