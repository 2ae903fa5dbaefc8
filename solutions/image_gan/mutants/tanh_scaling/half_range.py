"""tanh divided by two: black and white are out of reach.

Message: should reach from -1 to 1
Mistake: understanding
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh"), ->
    layers.Dense(math.prod(image_shape), activation="tanh"),
    layers.Rescaling(0.5),
"""
