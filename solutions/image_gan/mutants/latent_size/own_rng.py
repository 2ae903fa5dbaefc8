"""A new generator with a seed of its own in each call.

Message: Two draws from the same rng are equal
Mistake: specification
Change: rng.standard_normal -> np.random.default_rng(0).standard_normal
"""
