"""The Wasserstein loss takes the probability for the score.

Message: of 'wasserstein' should be
Mistake: specification
Change: return -x, x, -x -> return -ops.sigmoid(x), ops.sigmoid(x), -ops.sigmoid(x)
"""
