"""The newest sample is drawn twice as often.

Message: Each of 8 held samples should come in about 2500
Mistake: understanding
Change: self.rng.integers(len(self.held), size=n) -> np.minimum(self.rng.integers(len(self.held) + 1, size=n), len(self.held) - 1)
"""
