"""The store makes a generator with a fixed seed.

Message: Other seeds give the same samples
Mistake: specification
Change: self.capacity, self.rng = capacity, rng -> self.capacity, self.rng = capacity, np.random.default_rng(0)
"""
