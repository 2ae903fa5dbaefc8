"""The whole GAN is returned in place of its generator.

Message: is of type SmoothGAN
Mistake: specification
Change: return generator, history -> return gan, history
"""
