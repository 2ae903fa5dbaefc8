"""The discriminator learns twice as fast as the generator (two time scales).

With: own_gan
Change: d_optimizer=keras.optimizers.Adam(rate, beta_1=0.5)
    -> d_optimizer=keras.optimizers.Adam(1e-2, beta_1=0.5)
"""
