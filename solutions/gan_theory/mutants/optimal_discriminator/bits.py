"""Logarithms with base 2.

Message: the Jensen-Shannon divergence
Mistake: specification
Change: return (expected_log(p, p) - -> return 1 / np.log(2) * (expected_log(p, p) -
"""
