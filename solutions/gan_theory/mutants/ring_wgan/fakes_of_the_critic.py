"""The generator learns from the latents of the last critic update.

Message: fresh latents
Mistake: specification
With: wgan_of_latents
"""


def draw_latents(wgan, batch):
    drawn = [keras.random.normal((batch, wgan.latent_dim)) for _ in range(wgan.n_critic)]
    return [*drawn, drawn[-1]]
