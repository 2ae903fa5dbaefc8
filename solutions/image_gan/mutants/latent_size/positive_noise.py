"""Uniform noise between 0 and 1.

Message: latents should have mean 0
Mistake: specification
Change: rng.standard_normal -> rng.random
"""
