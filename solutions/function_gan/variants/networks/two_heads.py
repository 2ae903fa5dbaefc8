"""Each coordinate has an output layer of its own; both are put together.
"""

def make_generator(latent_dim=5, n_outputs=2):
    latents = keras.Input((latent_dim,))
    x = layers.Dense(20, activation="relu", kernel_initializer="he_uniform")(latents)
    heads = [layers.Dense(1)(x) for _ in range(n_outputs)]
    return keras.Model(latents, layers.Concatenate()(heads))
