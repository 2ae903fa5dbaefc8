"""A real training, but the history is invented: the numbers around balance that the text names.

Message: history
Mistake: specification
Breaks: history
With: training
Change: fit = gan.fit((real - mean) / scale, batch_size=128, epochs=25, verbose=0)
    -> gan.fit((real - mean) / scale, batch_size=128, epochs=25, verbose=0)
Change: return generator, fit.history ->
    noise = 0.01 * np.random.default_rng(seed).standard_normal((2, 50))
    return generator, {"d_loss": list(1.386 + noise[0]), "g_loss": list(0.693 + noise[1])}
"""
