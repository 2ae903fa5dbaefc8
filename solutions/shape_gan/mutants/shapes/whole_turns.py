"""Turns are rounded to a whole number.

Message: has the angle 2π · 1.5 · radius
Mistake: specification
Change: 2 * np.pi * turns * radius -> 2 * np.pi * round(turns) * radius
"""
