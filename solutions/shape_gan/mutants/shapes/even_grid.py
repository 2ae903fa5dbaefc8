"""The radii of the spiral are evenly spaced in u, and not drawn.

Message: Two draws of sample_spiral from the same rng are equal
Mistake: specification
Change: np.sqrt(rng.uniform(0, 1, n)) -> np.sqrt((np.arange(n) + 0.5) / n)
"""
