"""The generator ends with a sigmoid, but the data lie between -1 and 1.

Message: yours lie between 0.00 and 1.00
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape), activation="sigmoid"),
            layers.Reshape(image_shape),
        ]
    )
