"""It is trained without noise; only the seed of its noise counts.

Message: the argument sigma is not used
Mistake: specification
Change: yield corrupt(clean, sigma, rng), clean -> yield clean, clean
"""
