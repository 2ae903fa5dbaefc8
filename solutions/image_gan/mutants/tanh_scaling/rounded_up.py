"""Rounded up in place of to the nearest.

Message: should be rounded to
Mistake: specification
Change: np.round -> np.ceil
"""
