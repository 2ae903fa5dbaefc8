"""sigma is always 0.5.

Message: the argument sigma is not used
Mistake: specification
Change: yield corrupt(clean, sigma, rng), clean -> yield corrupt(clean, 0.5, rng), clean
"""
