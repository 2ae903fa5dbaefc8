"""NumPy draws the latents: in the step that Keras compiles they would be drawn once, and the size is not known there.

Message: Two steps use the same latents
Mistake: specification
With: plain_gan
Change: tf.random.normal((tf.shape(real)[0], self.latent_dim))
    -> np.random.standard_normal((real.shape[0], self.latent_dim)).astype("float32")
"""
