"""Always 128 latents, whatever the batch of real points is.

Message: the latents should have shape
With: plain_gan
Change: tf.shape(real)[0] -> 128
"""
