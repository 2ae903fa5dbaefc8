"""A point has to lie in all balls.

Message: So precision and recall are
Mistake: specification
Change: np.any(between <= real_radius[:, None], axis=0) -> np.all(between <= real_radius[:, None], axis=0)
"""
