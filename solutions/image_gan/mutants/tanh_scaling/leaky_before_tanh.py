"""LeakyReLU just before tanh: both ends are in reach, but dark and light do not come to tanh alike.

Message: have no activation just before it
Mistake: specification
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256),
            layers.LeakyReLU(0.2),
            layers.Dense(math.prod(image_shape)),
            layers.LeakyReLU(0.2),
            layers.Activation("tanh"),
            layers.Reshape(image_shape),
        ]
    )
