"""tanh divided by two: black and white are out of reach.

Message: should reach from -1 to 1
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape), activation="tanh"),
            layers.Rescaling(0.5),
            layers.Reshape(image_shape),
        ]
    )
