"""The share of the generated sample.

Message: the penalty is
Mistake: specification
Change: points = share * real + (1 - share) * fake -> points = share * fake + (1 - share) * real
"""
