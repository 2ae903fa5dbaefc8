"""The number of latents is written into the network.

Message: should take latents of shape
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((10,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape), activation="tanh"),
            layers.Reshape(image_shape),
        ]
    )
