"""The number of latents is written into the network; the argument is ignored.

Message: make_generator(latent_dim=7) should take latents of size 7
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((5,)),
            layers.Dense(15, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(n_outputs),
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
