"""The plain cross-entropy, with a learning rate that falls.

Change: SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    -> GAN(generator, make_image_discriminator(shape), latent_dim)
"""
