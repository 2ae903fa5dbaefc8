"""NumPy's global generator draws the points; rng is ignored.

Message: The same seed gives different draws
Mistake: specification
Change: np.sqrt(rng.uniform(0, 1, n)) -> np.sqrt(np.random.uniform(0, 1, n))
"""
