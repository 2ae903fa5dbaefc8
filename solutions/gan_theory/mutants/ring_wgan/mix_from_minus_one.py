"""The shares are evenly distributed between -1 and 1.

Message: The mix should be evenly distributed
Mistake: specification
Change WGAN: mix = keras.random.uniform((batch,)) -> mix = keras.random.uniform((batch,), -1, 1)
"""
