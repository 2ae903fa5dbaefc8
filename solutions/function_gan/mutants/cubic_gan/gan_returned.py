"""The whole GAN is returned, not its generator.

Message: Write it as keras.Sequential
With: training
Change: generator, fit.history -> gan, fit.history
"""
