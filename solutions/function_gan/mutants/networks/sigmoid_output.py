"""The discriminator ends with a sigmoid: it gives probabilities, not logits.

Message: The output of make_discriminator should be linear
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(15, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(n_outputs),
        ]
    )


def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(25, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
