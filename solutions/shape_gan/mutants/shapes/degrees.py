"""The angle is in degrees, and cos takes it for radians.

Message: in radians
Mistake: specification
Change: 2 * np.pi * turns * radius -> 360 * turns * radius
"""
