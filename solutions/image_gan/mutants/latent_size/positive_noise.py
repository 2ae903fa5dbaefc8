"""Uniform noise between 0 and 1.

Message: latents should have mean 0
Change: rng.standard_normal -> rng.random
"""
