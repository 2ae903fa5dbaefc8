"""The generator's numbers are clipped to [-1, 1], in place of tanh.

Message: it is not tanh that bounds them
Mistake: understanding
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh"), ->
    layers.Dense(math.prod(image_shape)),
    layers.Activation("hard_tanh"),
"""
