"""All latents are zero, so all 2000 points are one point.

Message: The latents should be standard normal
Mistake: specification
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    latents = np.zeros((2000, 5), dtype="float32") + 1e-3 * rng.random()
    return gankit.distance(ops.convert_to_numpy(make_generator()(latents)), curve)
