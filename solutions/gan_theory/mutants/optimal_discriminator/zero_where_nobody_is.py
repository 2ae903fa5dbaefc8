"""0 in place of ½ where neither has an outcome.

Message: the best discriminator deviates
Mistake: specification
Change: 0.5) -> 0.0)
"""
