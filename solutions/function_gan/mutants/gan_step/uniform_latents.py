"""Uniform latents in place of normal ones.

Message: The latents should be standard normal
Mistake: specification
With: plain_gan
Change: tf.random.normal((tf.shape(real)[0], self.latent_dim))
    -> tf.random.uniform((tf.shape(real)[0], self.latent_dim), -1.0, 1.0)
"""
