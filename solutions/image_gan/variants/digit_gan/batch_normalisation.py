"""Batch normalisation in the generator, some dropout in the discriminator, smoothing.

Change: keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05)
    -> keras.optimizers.schedules.CosineDecay(3e-3, steps, alpha=0.05)
"""

def make_image_generator(latent_dim, image_shape):
    model = keras.Sequential([keras.Input((latent_dim,))])
    for width in (128, 256):
        model.add(layers.Dense(width))
        model.add(layers.BatchNormalization(momentum=0.8))
        model.add(layers.LeakyReLU(0.2))
    model.add(layers.Dense(int(np.prod(image_shape)), activation="tanh"))
    model.add(layers.Reshape(image_shape))
    return model


def make_image_discriminator(image_shape):
    model = keras.Sequential([keras.Input(image_shape), layers.Flatten()])
    for width in (256, 128):
        model.add(layers.Dense(width))
        model.add(layers.LeakyReLU(0.2))
        model.add(layers.Dropout(0.1))
    model.add(layers.Dense(1))
    return model
