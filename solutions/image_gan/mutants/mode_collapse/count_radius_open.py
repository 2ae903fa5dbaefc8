"""A distance equal to the radius does not count.

Message: Both limits belong to it
Mistake: specification
Change: closest <= radius -> closest < radius
"""
