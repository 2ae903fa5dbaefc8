"""The result is rounded to four digits.

Message: the distance should be
Mistake: understanding
Change: return np.sum(np.abs(share_a - share_b) * np.diff(x)) -> return np.round(np.sum(np.abs(share_a - share_b) * np.diff(x)), 4)
"""
