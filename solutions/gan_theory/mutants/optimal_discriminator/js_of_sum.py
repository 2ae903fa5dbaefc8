"""m is the sum, not the mean.

Message: the Jensen-Shannon divergence
Mistake: specification
Change: m = (p + q) / 2 -> m = p + q
"""
