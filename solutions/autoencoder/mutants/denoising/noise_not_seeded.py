"""The noise does not follow from the seed.

Message: Two trainings with the same seed differ
Mistake: specification
Change: rng = np.random.default_rng(seed) -> rng = np.random.default_rng()
"""
