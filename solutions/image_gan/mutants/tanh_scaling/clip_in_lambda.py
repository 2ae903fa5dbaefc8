"""Clipping in a Lambda layer, which the question says cannot be graded.

Message: is of type Lambda
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape)),
            layers.Lambda(lambda x: ops.clip(x, -1, 1)),
            layers.Reshape(image_shape),
        ]
    )
