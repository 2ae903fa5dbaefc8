"""The hidden layers have no activation: both networks are linear, however many layers they have.

Message: have no activation
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(15, kernel_initializer="he_uniform"),
            layers.Dense(n_outputs),
        ]
    )


def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(25, kernel_initializer="he_uniform"),
            layers.Dense(1),
        ]
    )
