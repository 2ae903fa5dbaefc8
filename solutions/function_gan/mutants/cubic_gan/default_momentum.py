"""Adam with Keras' default beta_1 = 0.9 and a constant high rate, on raw points: the networks chase each other.

Message: The best of
Mistake: understanding
With: raw_training
Change: g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5)
    -> g_optimizer=keras.optimizers.Adam(0.01)
Change: d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5)
    -> d_optimizer=keras.optimizers.Adam(0.01)
"""
