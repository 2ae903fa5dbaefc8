"""The root of 0 has no derivative.

Message: is NaN
Mistake: specification
Change: squares + 1e-12 -> squares
"""
