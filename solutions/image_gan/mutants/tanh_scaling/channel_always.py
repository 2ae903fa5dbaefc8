"""The images always have a channel, also where image_shape has none.

Message: should have shape (3, 14, 14)
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape), activation="tanh"),
            layers.Reshape((*image_shape[:2], 1)),
        ]
    )
