"""The distance to x², not to the curve that was given.

Message: For a known generator your distance is
Mistake: specification
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    latents = rng.standard_normal((2000, 5)).astype("float32")
    return gankit.distance(ops.convert_to_numpy(make_generator()(latents)), gankit.parabola)
