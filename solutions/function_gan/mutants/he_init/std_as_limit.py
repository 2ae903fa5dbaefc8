"""He normal's standard deviation sqrt(2 / fan_in) is taken for the limit of the uniform distribution.

Message: the variance should be
Mistake: understanding
Change: 6 / fan_in -> 2 / fan_in
"""
