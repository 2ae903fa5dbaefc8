"""Latents are uniform, with the variance of normal ones.

Message: should be standard normal
Mistake: specification
With: wgan_of_latents
"""


def draw_latents(wgan, batch):
    return [
        3**0.5 * keras.random.uniform((batch, wgan.latent_dim), -1, 1) for _ in range(wgan.n_critic + 1)
    ]
