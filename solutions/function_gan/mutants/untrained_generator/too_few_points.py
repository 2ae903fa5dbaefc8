"""200 points in place of 2000.

Message: The generator should make 2000 points, but it made 200
Mistake: specification
"""

def untrained_distance(curve, rng):
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    latents = rng.standard_normal((200, 5)).astype("float32")
    return gankit.distance(ops.convert_to_numpy(make_generator()(latents)), curve)
