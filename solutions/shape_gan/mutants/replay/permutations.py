"""All held samples come once before one comes again.

Message: Each sample should be drawn by itself
Mistake: understanding
Change: self.rng.integers(len(self.held), size=n) -> np.concatenate([self.rng.permutation(len(self.held)) for _ in range(-(-n // len(self.held)))])[:n]
"""
