"""The radius is u itself, so the points of the spiral are crowded in its centre.

Message: the squared radius should be uniform
Mistake: understanding
Change: np.sqrt(rng.uniform(0, 1, n)) -> rng.uniform(0, 1, n)
"""
