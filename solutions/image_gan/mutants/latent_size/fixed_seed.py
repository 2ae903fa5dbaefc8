"""A fixed seed: the argument is not used.

Message: Use the argument seed
Mistake: specification
Change: keras.utils.set_random_seed(seed) -> keras.utils.set_random_seed(1)
"""
