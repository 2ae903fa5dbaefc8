"""Latents with standard deviation 0.1.

Message: The latents should be standard normal
Mistake: specification
With: plain_gan
Change: tf.random.normal((tf.shape(real)[0], self.latent_dim))
    -> tf.random.normal((tf.shape(real)[0], self.latent_dim), stddev=0.1)
"""
