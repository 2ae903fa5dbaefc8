"""The shares are normal numbers.

Message: The mix should be evenly distributed
Mistake: specification
Change WGAN: mix = keras.random.uniform((batch,)) -> mix = keras.random.normal((batch,))
"""
