"""min_share is taken as a part of a mode's fair share.

Message: of them are covered, but modes_covered says
Mistake: understanding
Change: counts / len(samples) -> counts * len(centres) / len(samples)
"""
