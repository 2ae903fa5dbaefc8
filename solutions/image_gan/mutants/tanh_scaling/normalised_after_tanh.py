"""Batch normalisation without weights of its own after tanh: it undoes the bound in training.

Message: only the shape of the images may change
Mistake: specification
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh"), ->
    layers.Dense(math.prod(image_shape), activation="tanh"),
    layers.BatchNormalization(scale=False, center=False),
"""
