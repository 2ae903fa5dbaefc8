"""Networks grow by add, with activations as layers and batch normalisation between.
"""

def make_generator(latent_dim=5, n_outputs=2):
    model = keras.Sequential(name="generator")
    model.add(keras.Input(shape=(latent_dim,)))
    for units in (24, 24):
        model.add(layers.Dense(units, kernel_initializer=keras.initializers.HeNormal()))
        model.add(layers.BatchNormalization())
        model.add(layers.Activation("relu"))
    model.add(layers.Dense(n_outputs, activation="linear", kernel_initializer="zeros"))
    return model


def make_discriminator(n_inputs=2):
    model = keras.Sequential(name="discriminator")
    model.add(keras.Input(shape=(n_inputs,)))
    model.add(layers.Dense(25, kernel_initializer=keras.initializers.HeUniform()))
    model.add(layers.ReLU())
    model.add(layers.Dropout(0.1))
    model.add(layers.Dense(1))
    return model
