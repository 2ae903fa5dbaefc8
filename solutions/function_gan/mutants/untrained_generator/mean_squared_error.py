"""The mean squared difference, point by point, in place of gankit.distance.

Message: For a known generator your distance is
Mistake: specification
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    latents = rng.standard_normal((2000, 5)).astype("float32")
    fake = ops.convert_to_numpy(make_generator()(latents))
    return float(np.mean((fake - curve.points(2000)) ** 2))
