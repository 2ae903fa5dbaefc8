"""Functional models with two hidden LeakyReLU layers and He normal weights.
"""

def make_generator(latent_dim=5, n_outputs=2):
    inputs = keras.Input((latent_dim,))
    x = layers.Dense(32, kernel_initializer="he_normal")(inputs)
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    x = layers.Dense(32, kernel_initializer="he_normal")(x)
    x = layers.LeakyReLU(negative_slope=0.1)(x)
    return keras.Model(inputs, layers.Dense(n_outputs)(x))


def make_discriminator(n_inputs=2):
    inputs = keras.Input((n_inputs,))
    x = layers.Dense(64, activation="relu", kernel_initializer="he_normal")(inputs)
    return keras.Model(inputs, layers.Dense(1)(x))
