"""NumPy's global generator is used; rng is ignored.

Message: The same seed gives different draws
Mistake: specification
Change: rng.uniform -> np.random.uniform
"""
