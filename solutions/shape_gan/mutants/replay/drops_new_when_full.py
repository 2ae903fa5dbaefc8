"""A full store takes nothing more.

Message: a new sample takes the place of a held one
Mistake: specification
Change: self.held[self.rng.integers(self.capacity)] = sample -> pass
"""
