"""The seed is always 1.

Message: Two seeds give the same generator
Mistake: specification
Change: keras.utils.set_random_seed(seed) -> keras.utils.set_random_seed(1)
"""
