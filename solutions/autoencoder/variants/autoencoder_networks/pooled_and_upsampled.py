"""Pooling, upsampling, and batch normalisation inside."""


def make_conv_encoder(latent_dim, image_shape):
    model = keras.Sequential([keras.Input(image_shape), layers.Reshape((*image_shape, 1))])
    model.add(layers.Conv2D(8, 3, padding="same"))
    model.add(layers.BatchNormalization())
    model.add(layers.ReLU())
    model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(latent_dim))
    return model


def make_conv_decoder(latent_dim, image_shape):
    h, w = image_shape
    model = keras.Sequential([keras.Input((latent_dim,))])
    model.add(layers.Dense(h // 2 * (w // 2) * 6, activation="elu"))
    model.add(layers.BatchNormalization())
    model.add(layers.Reshape((h // 2, w // 2, 6)))
    model.add(layers.UpSampling2D(2))
    model.add(layers.Conv2D(1, 5, padding="same"))
    model.add(layers.Activation("sigmoid"))
    model.add(layers.Reshape((h, w)))
    return model
