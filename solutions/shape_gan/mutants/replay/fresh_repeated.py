"""The fresh ones are drawn with repetition.

Message: different rows of fresh
Mistake: specification
Change: fresh[old:] -> fresh[replay.rng.integers(len(fresh), size=len(fresh) - old)]
"""
