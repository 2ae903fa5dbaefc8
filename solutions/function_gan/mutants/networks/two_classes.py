"""The discriminator gives one number for real and one for fake, as classifiers do.

Message: should give 1 numbers here, but it gives 2
"""

def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(25, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(2),
        ]
    )
