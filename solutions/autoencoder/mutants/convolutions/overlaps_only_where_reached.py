"""Pixels in a gap count as reached once.

Message: overlaps(2, 1, 3) should be
Mistake: specification
Change: return counts -> return np.maximum(counts, 1)
"""
