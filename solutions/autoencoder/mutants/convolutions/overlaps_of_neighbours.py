"""Only overlaps with the neighbours are counted, one each.

Message: overlaps(
Mistake: understanding
Change: return counts -> return np.minimum(counts, 2)
"""
