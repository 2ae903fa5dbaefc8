"""The penalty is asked half-way between the points.

Message: points with shares of their own
Mistake: specification
Change WGAN: mix = keras.random.uniform((batch,)) -> mix = 0.5 * ops.ones((batch,))
"""
