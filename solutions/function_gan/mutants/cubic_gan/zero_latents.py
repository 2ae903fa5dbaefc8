"""The latents in training are zero: the generator learns one point and never what its latents mean.

Message: different batches of latents
Mistake: understanding
Breaks: latents
With: own_loop
Change: tf.random.normal -> tf.zeros
"""
