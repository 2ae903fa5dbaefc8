"""The radii are evenly spaced and then shuffled: no two draws are equal, but nothing is left to chance.

Message: have only 10001 values of the squared radius
Mistake: understanding
Change: np.sqrt(rng.uniform(0, 1, n)) -> np.sqrt(rng.permutation(np.repeat(np.linspace(0, 1, n // 2 + 1), 2))[:n])
"""
