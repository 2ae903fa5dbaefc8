"""k is always 3.

Message: So precision and recall are
Mistake: specification
Change: between = cdist(real, fake) -> between = cdist(real, fake); k = 3
"""
