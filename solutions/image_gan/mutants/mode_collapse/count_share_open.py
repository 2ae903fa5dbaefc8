"""A share equal to min_share does not count.

Message: Both limits belong to it
Mistake: specification
Change: counts / len(samples) >= min_share -> counts / len(samples) > min_share
"""
