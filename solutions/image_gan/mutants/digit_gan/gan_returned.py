"""The whole GAN is returned in place of its generator.

Message: is of type SmoothedGAN
Mistake: specification
Change: return generator, fit_gan(gan, scale_images(images), steps, lr=rate) ->
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    return gan, history
"""
