"""All latents are zero: the generator always gives one point.

Message: Two steps use the same latents
Mistake: specification
With: plain_gan
Change: tf.random.normal -> tf.zeros
"""
