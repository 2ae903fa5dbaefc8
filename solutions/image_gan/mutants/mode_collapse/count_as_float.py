"""The number of modes is a float.

Message: should return a whole number
Mistake: specification
Change modes_covered: return int(np.sum(counts / len(samples) >= min_share))
    -> return float(np.sum(counts / len(samples) >= min_share))
"""
