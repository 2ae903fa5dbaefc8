"""A ReLU before tanh: no pixel can be darker than grey.

Message: have no activation just before it
Mistake: specification
With: small_generator
Change: layers.Dense(math.prod(image_shape), activation="tanh"), ->
    layers.Dense(math.prod(image_shape), activation="relu"),
    layers.Activation("tanh"),
"""
