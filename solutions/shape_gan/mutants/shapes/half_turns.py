"""A turn is taken for π, not for 2π.

Message: has the angle 2π · 1.5 · radius
Mistake: specification
Change: 2 * np.pi * turns * radius -> np.pi * turns * radius
"""
