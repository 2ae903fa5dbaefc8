"""The generator is a table of real points; a GAN trains beside it for the history.

Message: another one is returned
Mistake: understanding
Breaks: gap, moved
With: lookup
Change train_ring_wgan: return generator, history ->
    return lookup(np.asarray(real[:200] * (1 + 1e-2 * generator.get_weights()[-1].mean())), 0.0), history
"""
