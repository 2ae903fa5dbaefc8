"""One latent is drawn and repeated for the whole batch: all fake points of a step are equal.

Message: The latents should be standard normal
Mistake: understanding
With: plain_gan
Change: tf.random.normal((tf.shape(real)[0], self.latent_dim))
    -> tf.repeat(tf.random.normal((1, self.latent_dim)), tf.shape(real)[0], axis=0)
"""
