"""A class of its own beside GAN: two discriminator updates for each generator update.

With: own_gan
Change: range(1) -> range(2)
"""
