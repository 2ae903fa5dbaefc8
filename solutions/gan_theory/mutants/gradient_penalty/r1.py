"""R1: the squared length, whose target is 0.

Message: the penalty is
Mistake: specification
Change: return ops.mean(ops.square(ops.sqrt(squares + 1e-12) - 1)) -> return ops.mean(squares)
"""
