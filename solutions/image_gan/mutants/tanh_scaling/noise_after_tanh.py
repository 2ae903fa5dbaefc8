"""Noise after tanh leaves the range, in training only.

Message: only the shape of the images may change
Mistake: specification
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh"), ->
    layers.Dense(math.prod(image_shape), activation="tanh"),
    layers.GaussianNoise(0.1),
"""
