"""A BatchNormalization after tanh undoes the bound.

Message: weights in its last layer yours reach
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape), activation="tanh"),
            layers.BatchNormalization(),
            layers.Reshape(image_shape),
        ]
    )
