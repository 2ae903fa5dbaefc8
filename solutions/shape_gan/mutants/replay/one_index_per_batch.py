"""One index is drawn for all samples of a batch.

Message: While there is room, all samples are kept, but one of two never comes
Mistake: understanding
Change: self.rng.integers(len(self.held), size=n) -> np.repeat(self.rng.integers(len(self.held)), n)
"""
