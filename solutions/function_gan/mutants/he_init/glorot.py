"""Glorot's limit sqrt(6 / (fan_in + fan_out)) in place of He's.

Message: the variance should be
Mistake: understanding
Change: 6 / fan_in -> 6 / sum(shape)
"""
