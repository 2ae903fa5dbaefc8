"""NumPy's global generator draws the samples.

Message: Draw all random numbers from rng
Mistake: specification
Change: self.rng.integers(len(self.held), size=n) -> np.random.randint(len(self.held), size=n)
"""
