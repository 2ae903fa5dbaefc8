"""The critic is right, but the Wasserstein generator makes its score small.

Message: the generator's term of 'wasserstein' should be
Mistake: specification
Change: return -x, x, -x -> return -x, x, x
"""
