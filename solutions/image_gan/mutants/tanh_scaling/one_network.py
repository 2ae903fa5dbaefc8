"""Both networks are built once, and every call returns the same ones.

Message: Build a new one in each call
Mistake: specification
"""

NETWORKS = {}


def make_image_generator(latent_dim, image_shape):
    if (latent_dim, image_shape) not in NETWORKS:
        NETWORKS[latent_dim, image_shape] = keras.Sequential(
            [
                keras.Input((latent_dim,)),
                layers.Dense(256, activation="relu"),
                layers.Dense(math.prod(image_shape), activation="tanh"),
                layers.Reshape(image_shape),
            ]
        )
    return NETWORKS[latent_dim, image_shape]
