"""Always 128 latents, whatever the batch of real points is.

Message: the latents should have shape
Mistake: specification
With: plain_gan
Change: tf.shape(real)[0] -> 128
"""
