"""The whole GAN is returned, not its generator.

Message: Write it as keras.Sequential
Mistake: specification
With: training
Change: generator, fit.history -> gan, fit.history
"""
