"""ReLU networks with He's weights in both, and Keras' usual learning rate.

Change: rate = keras.optimizers.schedules.CosineDecay(2e-3, steps, alpha=0.05) ->
Change: lr=rate -> lr=1e-3
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(256, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(int(np.prod(image_shape)), activation="tanh"),
            layers.Reshape(image_shape),
        ]
    )


def make_image_discriminator(image_shape):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Flatten(),
            layers.Dense(256, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(128, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(1),
        ]
    )
