"""The seed is set after the networks are made.

Message: before it makes the networks
Mistake: specification
Change: keras.utils.set_random_seed(seed) -> pass
Change: model = keras.Sequential([encoder, decoder]) ->
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([encoder, decoder])
"""
