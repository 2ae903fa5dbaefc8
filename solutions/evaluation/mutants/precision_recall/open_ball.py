"""A point on the border does not count.

Message: So precision and recall are
Mistake: specification
Change: between <= real_radius[:, None] -> between < real_radius[:, None]
Change: between <= fake_radius -> between < fake_radius
"""
