"""Clipping, put together from a ReLU with a largest value and a shift.

Message: it is not tanh that bounds them
Mistake: understanding
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh"), ->
    layers.Dense(math.prod(image_shape)),
    layers.Rescaling(1.0, offset=1.0),
    layers.ReLU(max_value=2.0),
    layers.Rescaling(1.0, offset=-1.0),
"""
