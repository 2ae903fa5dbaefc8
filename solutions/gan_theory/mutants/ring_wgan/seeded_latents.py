"""The latents have a fixed seed: each step has the same.

Message: Two steps use the same latents
Mistake: specification
With: wgan_of_latents
"""


def draw_latents(wgan, batch):
    return [
        keras.random.normal((batch, wgan.latent_dim), seed=number)
        for number in range(wgan.n_critic + 1)
    ]
