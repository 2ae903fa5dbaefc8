"""Functional networks with a skip connection; He's variance written out as VarianceScaling.
"""

def hidden(units, inputs):
    he = keras.initializers.VarianceScaling(2.0, mode="fan_in", distribution="uniform")
    return layers.Dense(units, activation="elu", kernel_initializer=he)(inputs)


def make_generator(latent_dim=5, n_outputs=2):
    latents = keras.Input((latent_dim,))
    x = hidden(20, latents)
    x = layers.Concatenate()([x, hidden(20, x)])
    return keras.Model(latents, layers.Dense(n_outputs)(x))


def make_discriminator(n_inputs=2):
    points = keras.Input((n_inputs,))
    x = hidden(20, points)
    x = layers.Add()([x, hidden(20, x)])
    return keras.Model(points, layers.Dense(1)(x))
