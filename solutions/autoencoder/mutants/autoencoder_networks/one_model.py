"""One decoder for each shape is built and given again.

Message: Two calls of make_decoder give networks with the same weights
Mistake: specification
"""


KNOWN = {}


def make_decoder(latent_dim, image_shape):
    key = (latent_dim, *image_shape)
    if key not in KNOWN:
        KNOWN[key] = keras.Sequential(
            [
                keras.Input((latent_dim,)),
                layers.Dense(128, activation="relu"),
                layers.Dense(math.prod(image_shape), activation="sigmoid"),
                layers.Reshape(image_shape),
            ]
        )
    return KNOWN[key]
