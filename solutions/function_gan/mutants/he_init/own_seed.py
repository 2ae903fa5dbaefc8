"""A new generator of random numbers is made in each call, so every layer gets the same weights.

Message: Two draws from the same rng are equal
Mistake: specification
Change: rng.uniform -> np.random.default_rng(42).uniform
"""
