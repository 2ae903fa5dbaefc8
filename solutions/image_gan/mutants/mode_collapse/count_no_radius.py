"""The nearest centre counts, however far it is.

Message: Both limits belong to it
Mistake: specification
Change: nearest[closest <= radius] -> nearest
"""
