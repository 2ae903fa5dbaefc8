"""Normal shares.

Message: The mix should be evenly distributed
Mistake: specification
Change: mix = keras.random.uniform((batch,)) -> mix = keras.random.normal((batch,))
"""
