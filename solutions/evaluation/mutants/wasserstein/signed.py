"""The gaps between the stairs are added with their signs.

Message: The distance between
Mistake: understanding
Change: np.sum(np.abs(share_a - share_b) * np.diff(x)) -> abs(np.sum((share_a - share_b) * np.diff(x)))
"""
