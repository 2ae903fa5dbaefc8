"""The mean over c is taken, not the sum.

Message: should be exp(-2)
Mistake: specification
Change: apart = ops.sum( -> apart = ops.mean(
"""
