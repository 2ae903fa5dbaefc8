"""keras.Input is left out, so the network has no weights before its first call.

Message: Begin it with keras.Input
Mistake: specification
"""

def make_image_discriminator(image_shape):
    return keras.Sequential([layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dense(1)])
