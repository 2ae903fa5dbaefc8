"""NumPy draws the latents: a compiled step has them once and for all.

Message: Two steps use the same latents
Mistake: specification
With: wgan_of_latents
"""


def draw_latents(wgan, batch):
    drawn = np.random.standard_normal((wgan.n_critic + 1, batch, wgan.latent_dim))
    return ops.convert_to_tensor(drawn.astype("float32"))
