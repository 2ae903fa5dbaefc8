"""The whole model is returned in place of its generator.

Message: is of type WGAN
Mistake: specification
Change train_ring_wgan: return generator, history -> return wgan, history
"""
