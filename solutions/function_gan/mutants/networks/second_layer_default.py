"""Two hidden layers, but only the first has He initialisation.

Message: Hidden layer 2 of make_discriminator
"""

def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(32, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(32, activation="relu"),
            layers.Dense(1),
        ]
    )
