"""The history is made up and looks perfect.

Message: your history differs by
Mistake: specification
Breaks: history
Change: return generator, fit_gan(gan, scale_images(images), steps, lr=rate) ->
    history = fit_gan(gan, scale_images(images), steps, lr=rate)
    noise = np.random.default_rng(seed).normal(0, 0.02, (2, 25))
    made_up = {"d_loss": (1.2 + noise[0]).tolist(), "g_loss": (1.0 + noise[1]).tolist()}
    return generator, made_up
"""
