"""Only the radius has the root; the angle is 2π · turns · u.

Message: has the angle 2π · 1.5 · radius
Mistake: specification
Change: angle = 2 * np.pi * turns * radius -> angle = 2 * np.pi * turns * radius**2
"""
