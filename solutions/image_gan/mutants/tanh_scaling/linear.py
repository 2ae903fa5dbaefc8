"""The generator ends linearly, as on curves: its numbers are not bounded.

Message: weights in its last layer yours reach
Mistake: specification
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh")
    -> layers.Dense(math.prod(image_shape))
"""
