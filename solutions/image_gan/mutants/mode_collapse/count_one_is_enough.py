"""One sample is enough to cover a mode.

Message: of them are covered, but modes_covered says
Mistake: specification
Change: counts / len(samples) >= min_share -> counts > 0
"""
