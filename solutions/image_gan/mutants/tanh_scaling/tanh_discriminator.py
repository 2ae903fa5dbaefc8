"""tanh was put at the end of the discriminator too.

Message: make_image_discriminator should be a logit
"""

def make_image_discriminator(image_shape):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(1, activation="tanh"),
        ]
    )
