"""There are always 8 codes.

Message: With latent_dim = 5 the encoder should
Mistake: specification
Change: keras.utils.set_random_seed(seed) ->
    keras.utils.set_random_seed(seed)
    latent_dim = 8
"""
