"""The latents have a fixed seed of their own; they should come from rng.

Message: Two seeds give the same latents
Mistake: specification
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    latents = keras.random.normal((2000, 5), seed=0)
    return gankit.distance(ops.convert_to_numpy(make_generator()(latents)), curve)
