"""The initialisers have a fixed seed, so every new network starts with the same weights.

Message: with the same weights in a layer
Mistake: specification
Change make_generator: kernel_initializer="he_uniform"
    -> kernel_initializer=keras.initializers.HeUniform(seed=1)
Change make_discriminator: kernel_initializer="he_uniform"
    -> kernel_initializer=keras.initializers.HeUniform(seed=1)
"""
