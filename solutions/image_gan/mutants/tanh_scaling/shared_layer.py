"""All generators share one layer: a call does not build a network of its own.

Message: with new layers
Mistake: specification
"""

SHARED = layers.Dense(64, activation="relu")


def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(64, activation="relu"),
            SHARED,
            layers.Dense(math.prod(image_shape), activation="tanh"),
            layers.Reshape(image_shape),
        ]
    )
