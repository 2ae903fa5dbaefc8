"""The share of covered modes, not their number.

Message: of them are covered, but modes_covered says
Mistake: specification
Change: int(np.sum(counts / len(samples) >= min_share))
    -> np.mean(counts / len(samples) >= min_share)
"""
