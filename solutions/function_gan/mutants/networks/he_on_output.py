"""He initialisation is given to the output layer; the hidden layer keeps Keras' default.

Message: with He initialisation the variance of its weights
Mistake: understanding
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(15, activation="relu"),
            layers.Dense(n_outputs, kernel_initializer="he_uniform"),
        ]
    )


def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(25, activation="relu"),
            layers.Dense(1, kernel_initializer="he_uniform"),
        ]
    )
