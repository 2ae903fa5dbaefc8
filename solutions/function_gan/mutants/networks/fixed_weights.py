"""The initialisers have a fixed seed, so every new network starts with the same weights.

Message: fresh random weights
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(15, activation="relu", kernel_initializer=keras.initializers.HeUniform(seed=1)),
            layers.Dense(n_outputs),
        ]
    )


def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(25, activation="relu", kernel_initializer=keras.initializers.HeUniform(seed=1)),
            layers.Dense(1),
        ]
    )
