"""Samples are flattened.

Message: should have shape
Mistake: specification
Change: return np.array([self.held[place] for place in self.rng.integers(len(self.held), size=n)]) ->
    return np.array([self.held[place].ravel() for place in self.rng.integers(len(self.held), size=n)])
"""
