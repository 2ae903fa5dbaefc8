"""Batch normalisation without weights of its own after tanh: it undoes the bound in training.

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
            layers.BatchNormalization(scale=False, center=False),
            layers.Reshape(image_shape),
        ]
    )
