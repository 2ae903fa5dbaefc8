"""The notebook's discriminator trains along, but another one teaches the generator.

Message: or another one is returned
Mistake: understanding
Breaks: moved
With: own_networks
Change: gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim) ->
    unused = make_image_discriminator(shape)
    _, discriminator = own_networks(latent_dim, shape)
    gan = SmoothedGAN(generator, discriminator, latent_dim)
"""
