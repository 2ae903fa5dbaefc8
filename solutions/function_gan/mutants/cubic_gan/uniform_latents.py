"""Latents in training are uniform on [0, 1]; the grader's, as the text says, are standard normal.

Message: The latents should be standard normal
Mistake: specification
With: own_loop
Change: tf.random.normal -> tf.random.uniform
"""
