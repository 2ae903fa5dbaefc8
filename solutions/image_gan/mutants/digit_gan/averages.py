"""The generator is a table of blurred averages; a GAN trains beside it for the history.

Message: or another one is returned
Mistake: understanding
Breaks: gap, moved
With: table
Change: return generator, fit_gan(gan, scale_images(images), steps, lr=rate) ->
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    chosen = np.random.default_rng([seed, steps]).integers(0, len(images), (20, 300))
    kinds = gankit.digit_classes(images)
    pictures = [scale_images(images[c][kinds[c] == kinds[c[0]]]).mean(axis=0) for c in chosen]
    return table(np.stack(pictures), latent_dim, seed), history
"""
