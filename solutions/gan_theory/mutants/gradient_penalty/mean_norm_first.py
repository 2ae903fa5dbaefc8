"""The mean of the lengths is compared with 1.

Message: the penalty is
Mistake: specification
Change: return ops.mean(ops.square(ops.sqrt(squares + 1e-12) - 1)) -> return ops.square(ops.mean(ops.sqrt(squares + 1e-12)) - 1)
"""
