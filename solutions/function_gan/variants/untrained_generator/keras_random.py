"""Keras draws the latents, with a generator of seeds made from rng.
"""

def untrained_distance(curve, rng):
    seeds = keras.random.SeedGenerator(int(rng.integers(2**31)))
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    generator = make_generator(latent_dim=5, n_outputs=2)
    fake = generator(keras.random.normal((2000, 5), seed=seeds), training=False)
    return gankit.distance(curve, np.array(fake))
