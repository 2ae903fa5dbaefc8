"""Samples are drawn without repetition.

Message: ValueError
Mistake: specification
Change: self.rng.integers(len(self.held), size=n) -> self.rng.choice(len(self.held), size=n, replace=False)
"""
