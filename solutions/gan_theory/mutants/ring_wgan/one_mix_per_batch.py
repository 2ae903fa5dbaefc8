"""One share for the whole batch.

Message: points with shares of their own
Mistake: specification
Change WGAN: mix = keras.random.uniform((batch,)) -> mix = keras.random.uniform((1,)) * ops.ones((batch,))
"""
