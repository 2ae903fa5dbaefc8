"""The size of the deviation, not its square.

Message: the penalty is
Mistake: specification
Change: ops.square(ops.sqrt(squares + 1e-12) - 1) -> ops.abs(ops.sqrt(squares + 1e-12) - 1)
"""
