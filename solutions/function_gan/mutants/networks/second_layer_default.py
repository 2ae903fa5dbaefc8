"""Two hidden layers, but only the first has He initialisation.

Message: Hidden layer 2 of make_discriminator
Mistake: specification
Change: layers.Dense(25, activation="relu", kernel_initializer="he_uniform"), ->
    layers.Dense(32, activation="relu", kernel_initializer="he_uniform"),
    layers.Dense(32, activation="relu"),
"""
