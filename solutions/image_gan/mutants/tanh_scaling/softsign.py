"""Softsign, x / (1 + |x|), stays between -1 and 1 too, but it is not tanh.

Message: it is not tanh that bounds them
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape), activation="softsign"),
            layers.Reshape(image_shape),
        ]
    )
