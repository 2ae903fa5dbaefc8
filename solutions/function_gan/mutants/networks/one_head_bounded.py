"""One coordinate is bounded by tanh, the other is linear.

Message: The output of make_generator should be linear
Mistake: understanding
"""

def make_generator(latent_dim=5, n_outputs=2):
    latents = keras.Input((latent_dim,))
    x = layers.Dense(15, activation="relu", kernel_initializer="he_uniform")(latents)
    heads = [layers.Dense(1, activation="tanh")(x), layers.Dense(n_outputs - 1)(x)]
    return keras.Model(latents, layers.Concatenate()(heads))
