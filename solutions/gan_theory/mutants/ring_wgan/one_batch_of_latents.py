"""One batch of latents for all updates of a step.

Message: fresh latents
Mistake: specification
With: wgan_of_latents
"""


def draw_latents(wgan, batch):
    return [keras.random.normal((batch, wgan.latent_dim))] * (wgan.n_critic + 1)
