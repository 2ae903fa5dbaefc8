"""The width is taken for the height: right for square images only.

Message: makes should have shape (3, 12, 20)
Mistake: specification
"""

def make_image_generator(latent_dim, image_shape):
    size = image_shape[1]
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(size * size, activation="tanh"),
            layers.Reshape((size, size, *image_shape[2:])),
        ]
    )
