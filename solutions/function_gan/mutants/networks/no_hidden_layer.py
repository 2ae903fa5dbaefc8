"""The generator has no hidden layer: it can only make straight things.

Message: has no hidden layer
Mistake: understanding
"""

def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential([keras.Input((latent_dim,)), layers.Dense(n_outputs)])
