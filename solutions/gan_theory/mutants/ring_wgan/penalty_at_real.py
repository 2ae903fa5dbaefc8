"""The penalty is asked at the real points, as R1.

Message: points with shares of their own
Mistake: specification
Change WGAN: mix = keras.random.uniform((batch,)) -> mix = ops.ones((batch,))
"""
