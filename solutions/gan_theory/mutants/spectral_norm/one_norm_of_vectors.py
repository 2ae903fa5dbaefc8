"""Vectors are divided by the sum of their sizes.

Message: give sigma
Mistake: specification
Change: v = v / np.linalg.norm(v) -> v = v / np.abs(v).sum()
Change: u = u / np.linalg.norm(u) -> u = u / np.abs(u).sum()
"""
