"""Keras' default, Glorot uniform, in place of He.

Message: with He initialisation the variance of its weights
Mistake: specification
Change make_generator: kernel_initializer="he_uniform" -> kernel_initializer="glorot_uniform"
Change make_discriminator: kernel_initializer="he_uniform" -> kernel_initializer="glorot_uniform"
"""
