"""Noise after tanh leaves the range, in training only.

Message: only the shape of the images may change
Mistake: specification
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256),
            layers.LeakyReLU(0.2),
            layers.Dense(math.prod(image_shape), activation="tanh"),
            layers.GaussianNoise(0.1),
            layers.Reshape(image_shape),
        ]
    )
