"""The networks are not those of the notebook's functions.

Message: did not call the notebook's make_image_discriminator
Mistake: specification
With: own_networks
Change: generator = make_image_generator(latent_dim, shape)
    -> generator, discriminator = own_networks(latent_dim, shape)
Change: make_image_discriminator(shape) -> discriminator
"""
