"""Keras' seed is not set from rng: the same rng gives another generator each time.

Message: The same seed gives two distances
Mistake: specification
"""

def untrained_distance(curve, rng):
    latents = rng.standard_normal((2000, 5)).astype("float32")
    return gankit.distance(ops.convert_to_numpy(make_generator()(latents)), curve)
