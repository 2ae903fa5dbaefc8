"""A fixed seed: the argument is not used.

Message: latent_study does not use this argument
Mistake: specification
Change: keras.utils.set_random_seed(seed) -> keras.utils.set_random_seed(1)
"""
