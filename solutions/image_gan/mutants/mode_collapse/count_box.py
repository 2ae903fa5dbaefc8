"""The distance is the larger of the two coordinates' differences.

Message: modes_covered should say
Mistake: understanding
Change: np.linalg.norm(samples[:, None] - centres[None], axis=2)
    -> np.abs(samples[:, None] - centres[None]).max(axis=2)
"""
