"""NumPy draws the latents inside a tf.function: the same numbers for ever.

Message: different batches of latents
Mistake: understanding
Breaks: latents
With: own_loop
Change: tf.random.normal((128, 5)) -> np.random.standard_normal((128, 5)).astype("float32")
"""
