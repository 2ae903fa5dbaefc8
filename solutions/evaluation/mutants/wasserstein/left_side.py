"""The stairs count the numbers below x in place of those up to x.

Message: The distance between [0, 1] and [2, 3] is 2
Mistake: understanding
Change: share_a = np.searchsorted(np.sort(a), x[:-1], side="right") -> share_a = np.searchsorted(np.sort(a), x[:-1], side="left")
"""
