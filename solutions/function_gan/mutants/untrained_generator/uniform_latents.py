"""Uniform latents between 0 and 1 in place of standard normal ones.

Message: The latents should be standard normal
Mistake: specification
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    latents = rng.random((2000, 5)).astype("float32")
    return gankit.distance(ops.convert_to_numpy(make_generator()(latents)), curve)
