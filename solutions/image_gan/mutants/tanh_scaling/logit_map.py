"""One logit for each row of the image: Flatten was forgotten.

Message: should have shape (3, 1)
Mistake: specification
"""

def make_image_discriminator(image_shape):
    return keras.Sequential(
        [keras.Input(image_shape), layers.Dense(128, activation="relu"), layers.Dense(1)]
    )
