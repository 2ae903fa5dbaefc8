"""NumPy's global random numbers; rng is not used.

Message: Take all random numbers from rng
Mistake: specification
Change: rng.standard_normal -> np.random.standard_normal
"""
