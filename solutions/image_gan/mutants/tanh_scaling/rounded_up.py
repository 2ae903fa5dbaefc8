"""Rounded up in place of to the nearest.

Message: should be rounded to
Change: np.round -> np.ceil
"""
