"""A second hidden layer on both sides.

Change: layers.Dense(latent_dim), ->
    layers.Dense(64, **relu),
    layers.Dense(latent_dim),
Change: keras.Input((latent_dim,)), ->
    keras.Input((latent_dim,)),
    layers.Dense(64, **relu),
"""
