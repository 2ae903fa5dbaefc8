"""Each row is old with probability share.

Message: should be old
Mistake: specification
Change: round(share * len(fresh)) -> int(replay.rng.binomial(len(fresh), share))
"""
