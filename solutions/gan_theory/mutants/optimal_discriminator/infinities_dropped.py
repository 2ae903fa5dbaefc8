"""Outcomes with an infinite logarithm are left out.

Message: the value of the game should be -inf
Mistake: understanding
Change expected_log: some = weights > 0 -> some = (weights > 0) & (values > 0)
"""
