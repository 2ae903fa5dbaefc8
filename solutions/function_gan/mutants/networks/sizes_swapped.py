"""The two sizes of the generator are swapped: it takes points and returns latents.

Message: should take latents of size 5, but takes (2,)
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((n_outputs,)),
            layers.Dense(15, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(latent_dim),
        ]
    )
