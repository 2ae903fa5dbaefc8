"""The generator that is returned was never trained: it makes noise.

Message: steps give the same generator
Mistake: understanding
Change: return generator, fit_gan(gan, scale_images(images), steps, lr=rate) ->
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    keras.utils.set_random_seed(seed)
    generator = make_image_generator(latent_dim, shape)
    return generator, history
"""
