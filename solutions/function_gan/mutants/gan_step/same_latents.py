"""The latents are drawn once and used in every step.

Message: Two steps use the same latents
Mistake: specification
With: plain_gan
Change: tf.random.normal((tf.shape(real)[0], self.latent_dim))
    -> tf.random.stateless_normal((tf.shape(real)[0], self.latent_dim), seed=(1, 2))
"""
