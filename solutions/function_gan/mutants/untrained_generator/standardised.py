"""The distance of gankit.curve_measures, which divides by the standard deviations first.

Message: For a known generator your distance is
Mistake: understanding
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    latents = rng.standard_normal((2000, 5)).astype("float32")
    fake = ops.convert_to_numpy(make_generator()(latents))
    return gankit.curve_measures(fake, curve)["distance"]
