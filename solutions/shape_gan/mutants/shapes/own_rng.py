"""A new generator with a fixed seed is made in the function.

Message: Two draws of sample_parabola from the same rng are equal
Mistake: specification
Change sample_parabola: rng.uniform(-1, 1, n) -> np.random.default_rng(0).uniform(-1, 1, n)
"""
