"""One number for real and one for fake, as classifiers have them.

Message: should have shape (3, 1)
"""

def make_image_discriminator(image_shape):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(2),
        ]
    )
