"""A BatchNormalization after tanh undoes the bound.

Message: weights in its last layer yours reach
Mistake: specification
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh"), ->
    layers.Dense(math.prod(image_shape), activation="tanh"),
    layers.BatchNormalization(),
"""
