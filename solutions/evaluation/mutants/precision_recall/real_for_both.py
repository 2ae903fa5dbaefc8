"""The balls of the real points serve for recall too.

Message: So precision and recall are
Mistake: understanding
Change: np.any(between <= fake_radius, axis=1) -> np.any(between <= real_radius[:, None], axis=1)
"""
