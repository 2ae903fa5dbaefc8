"""Real and fake of the Wasserstein loss have each other's sign.

Message: of 'wasserstein' should be
Mistake: specification
Change: return -x, x, -x -> return x, -x, x
"""
