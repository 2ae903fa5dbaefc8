"""The generator's numbers are clipped to [-1, 1], in place of tanh.

Message: it is not tanh that bounds them
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape)),
            layers.Activation("hard_tanh"),
            layers.Reshape(image_shape),
        ]
    )
