"""A full store drops the oldest sample.

Message: should replace each of the held ones with equal probability
Mistake: understanding
Change: self.held[self.rng.integers(self.capacity)] = sample ->
    self.held = [*self.held[1:], sample]
"""
