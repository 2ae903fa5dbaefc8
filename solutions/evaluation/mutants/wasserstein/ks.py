"""The largest gap between the stairs, as in the test of Kolmogorov and Smirnov.

Message: the largest gap between the stairs
Mistake: understanding
Change: np.sum(np.abs(share_a - share_b) * np.diff(x)) -> np.max(np.abs(share_a - share_b), initial=0)
"""
