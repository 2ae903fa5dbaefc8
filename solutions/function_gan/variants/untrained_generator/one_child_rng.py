"""A child of rng gives first the latents, then the seed; tf.function runs the network.
"""

def untrained_distance(curve, rng):
    [child] = rng.spawn(1)
    latents = child.standard_normal((2000, 5), dtype=np.float32)
    tf.keras.utils.set_random_seed(int(child.integers(1, 2**32 - 1)))
    generator = make_generator()
    return gankit.distance(tf.function(generator)(tf.constant(latents)).numpy(), curve)
