"""astype alone cuts off the fraction in place of rounding.

Message: should be rounded to
Mistake: specification
Change: np.round((x + 1) * 127.5) -> (x + 1) * 127.5
"""
