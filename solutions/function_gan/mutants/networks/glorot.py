"""Keras' default, Glorot uniform, in place of He.

Message: with He initialisation the variance of its weights
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(15, activation="relu", kernel_initializer="glorot_uniform"),
            layers.Dense(n_outputs),
        ]
    )


def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(25, activation="relu", kernel_initializer="glorot_uniform"),
            layers.Dense(1),
        ]
    )
