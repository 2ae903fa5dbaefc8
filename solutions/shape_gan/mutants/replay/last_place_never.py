"""integers(capacity - 1) never gives the last place.

Message: should replace each of the held ones with equal probability
Mistake: understanding
Change: self.rng.integers(self.capacity) -> self.rng.integers(max(1, self.capacity - 1))
"""
