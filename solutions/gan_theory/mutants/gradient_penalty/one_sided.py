"""Only what is steeper than 1 is punished.

Message: the penalty is
Mistake: specification
Change: ops.square(ops.sqrt(squares + 1e-12) - 1) -> ops.square(ops.relu(ops.sqrt(squares + 1e-12) - 1))
"""
