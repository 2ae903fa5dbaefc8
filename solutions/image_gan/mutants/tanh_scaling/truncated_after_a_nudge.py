"""A little is added before the fraction is cut off: grey values come back, other numbers are not rounded.

Message: should be rounded to
Mistake: understanding
Change: np.round((x + 1) * 127.5) -> (x + 1) * 127.5 + 0.01
"""
