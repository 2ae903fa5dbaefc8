"""Latents from keras.random with a SeedGenerator of the class, one batch of them for both updates.

With: plain_gan
Change: self.latent_dim = latent_dim ->
    self.latent_dim = latent_dim
    self.seeds = keras.random.SeedGenerator(int(np.random.randint(2**30)))
Change: tf.random.normal((tf.shape(real)[0], self.latent_dim))
    -> keras.random.normal((ops.shape(real)[0], self.latent_dim), seed=self.seeds)
"""
