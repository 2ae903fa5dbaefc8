"""Wider networks with more latents, a stronger penalty, larger batches.

Change: gamma = 0.02 -> gamma = 0.03
Change: make_ring_generator() -> make_ring_generator(latent_dim=8)
Change: batch=256 -> batch=400
"""

def network(inputs, outputs):
    hidden = [layers.Dense(128, activation="relu", kernel_initializer="he_normal") for _ in "12"]
    return keras.Sequential([keras.Input((inputs,)), *hidden, layers.Dense(outputs)])


def make_ring_generator(latent_dim=4):
    return network(latent_dim, 2)


def make_ring_discriminator():
    return network(2, 1)
