"""The generator always has 32 latents.

Message: the generator should take latents of shape
Mistake: specification
Change: make_image_generator(latent_dim, shape) -> make_image_generator(32, shape)
Change: SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    -> SmoothedGAN(generator, make_image_discriminator(shape), 32)
"""
