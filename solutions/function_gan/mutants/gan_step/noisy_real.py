"""Noise is added to the real points before the discriminator sees them.

Message: not what one update with its loss gives
Mistake: understanding
With: plain_gan
Change: latents = tf.random.normal((tf.shape(real)[0], self.latent_dim)) ->
    real = real + 0.1 * tf.random.normal(tf.shape(real))
    latents = tf.random.normal((tf.shape(real)[0], self.latent_dim))
"""
