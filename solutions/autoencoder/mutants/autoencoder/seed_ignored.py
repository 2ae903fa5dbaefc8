"""The seed is always 1.

Message: Two seeds give the same model
Mistake: specification
Change: set_random_seed(seed) -> set_random_seed(1)
Change: seed=seed -> seed=1
"""
