"""The way goes from the second to the first.

Message: the last that for the second one
Mistake: specification
Change: (1 - share) * first + share * second -> share * first + (1 - share) * second
"""
