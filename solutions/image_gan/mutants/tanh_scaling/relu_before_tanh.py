"""A ReLU before tanh: no pixel can be darker than grey.

Message: have no activation just before it
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape), activation="relu"),
            layers.Activation("tanh"),
            layers.Reshape(image_shape),
        ]
    )
