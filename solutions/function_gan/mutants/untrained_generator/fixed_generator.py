"""The generator has a fixed seed and is the same in every call; only the latents come from rng.

Message: Make a fresh one in each call
Mistake: specification
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(1)
    latents = rng.standard_normal((2000, 5)).astype("float32")
    return gankit.distance(ops.convert_to_numpy(make_generator()(latents)), curve)
