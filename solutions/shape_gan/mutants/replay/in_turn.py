"""The held samples come in turn, from a random first one.

Message: Each sample should be drawn by itself
Mistake: understanding
Change: self.rng.integers(len(self.held), size=n) -> (np.arange(n) + self.rng.integers(len(self.held))) % len(self.held)
"""
