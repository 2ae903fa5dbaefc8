"""Clipping in a Lambda layer, which the question says cannot be graded.

Message: is of type Lambda
Mistake: specification
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh"), ->
    layers.Dense(math.prod(image_shape)),
    layers.Lambda(lambda x: ops.clip(x, -1, 1)),
"""
