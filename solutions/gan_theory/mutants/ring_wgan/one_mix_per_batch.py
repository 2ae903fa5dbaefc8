"""One share for the whole batch.

Message: The mix should be evenly distributed
Mistake: specification
Change: mix = keras.random.uniform((batch,)) -> mix = keras.random.uniform((1,)) * ops.ones((batch,))
"""
