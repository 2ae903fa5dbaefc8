"""Clipping, put together from a ReLU with a largest value and a shift.

Message: it is not tanh that bounds them
"""

def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(math.prod(image_shape)),
            layers.Rescaling(1.0, offset=1.0),
            layers.ReLU(max_value=2.0),
            layers.Rescaling(1.0, offset=-1.0),
            layers.Reshape(image_shape),
        ]
    )
