"""The distances are added, without the exponential.

Message: should be 1, 1, 0
Mistake: specification
Change: ops.sum(ops.exp(-apart), axis=1) - 1 -> ops.sum(apart, axis=1)
"""
