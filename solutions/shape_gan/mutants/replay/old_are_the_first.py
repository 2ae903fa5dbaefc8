"""The old ones are drawn from the first half of the store.

Message: Old rows should be drawn from all held samples alike
Mistake: understanding
Change: replay.sample(old) -> np.array([replay.held[place] for place in replay.rng.integers((len(replay) + 1) // 2, size=old)])
"""
