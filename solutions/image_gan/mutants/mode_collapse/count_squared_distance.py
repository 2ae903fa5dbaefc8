"""Squared distances are compared with the radius.

Message: modes_covered should say
Mistake: understanding
Change: np.linalg.norm(samples[:, None] - centres[None], axis=2)
    -> ((samples[:, None] - centres[None]) ** 2).sum(axis=2)
"""
