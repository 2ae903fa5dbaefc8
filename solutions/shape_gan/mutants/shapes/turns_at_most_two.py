"""The number of turns is bounded by 2.

Message: the spiral with 2.5 turns
Mistake: specification
Change: 2 * np.pi * turns * radius -> 2 * np.pi * min(turns, 2) * radius
"""
