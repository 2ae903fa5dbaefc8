"""At the real samples, which is the place of R1.

Message: the penalty is
Mistake: specification
Change: points = share * real + (1 - share) * fake -> points = real + 0 * share * fake
"""
