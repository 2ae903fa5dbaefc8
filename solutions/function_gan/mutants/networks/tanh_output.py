"""The generator ends with tanh, as for images.

Message: The output of make_generator should be linear
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(15, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(n_outputs, activation="tanh"),
        ]
    )


def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(25, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(1),
        ]
    )
