"""Plain gradient descent with rate 0.01 on raw points, in place of Adam: a straight line at best.

Message: The best of
Mistake: understanding
With: raw_training
Change: g_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5)
    -> g_optimizer=keras.optimizers.SGD(0.01)
Change: d_optimizer=keras.optimizers.Adam(1e-3, beta_1=0.5)
    -> d_optimizer=keras.optimizers.SGD(0.01)
"""
