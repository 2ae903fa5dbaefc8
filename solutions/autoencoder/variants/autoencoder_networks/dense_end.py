"""The convolutional decoder ends with a Dense layer; two hidden layers in the dense pair."""


def make_encoder(latent_dim, image_shape):
    model = keras.Sequential([keras.Input(image_shape), layers.Flatten()])
    for units in (128, 64):
        model.add(layers.Dense(units, activation="tanh"))
    model.add(layers.Dropout(0.1))
    model.add(layers.Dense(latent_dim))
    return model


def make_decoder(latent_dim, image_shape):
    model = keras.Sequential([keras.Input((latent_dim,))])
    for units in (64, 128):
        model.add(layers.Dense(units, activation="tanh"))
    model.add(layers.Dense(math.prod(image_shape)))
    model.add(layers.Reshape(image_shape))
    model.add(layers.Activation(keras.ops.sigmoid))
    return model


def make_conv_decoder(latent_dim, image_shape):
    h, w = image_shape
    model = keras.Sequential([keras.Input((latent_dim,)), layers.Dense(h // 2 * (w // 2) * 2)])
    model.add(layers.Reshape((h // 2, w // 2, 2)))
    model.add(layers.UpSampling2D(2))
    model.add(layers.Conv2D(2, 3, padding="same", activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dense(h * w, activation="sigmoid"))
    model.add(layers.Reshape((h, w)))
    return model
