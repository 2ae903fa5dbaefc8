"""The discriminator gives probabilities, not logits.

Message: make_image_discriminator should be a logit
"""

def make_image_discriminator(image_shape):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
