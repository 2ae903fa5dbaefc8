"""Precision asks whether the ball of a fake holds a real point.

Message: So precision and recall are
Mistake: understanding
Change: np.any(between <= real_radius[:, None], axis=0) -> np.any(between <= fake_radius, axis=0)
"""
