"""The generator is a table of 200 training images; a GAN trains beside it for the history.

Message: or another one is returned
Mistake: understanding
Breaks: gap, moved
With: table
Change: return generator, fit_gan(gan, scale_images(images), steps, lr=rate) ->
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    chosen = np.random.default_rng([seed, steps]).choice(len(images), 200)
    return table(scale_images(images[chosen]), latent_dim, seed), history
"""
