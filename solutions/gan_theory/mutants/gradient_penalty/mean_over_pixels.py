"""The squares of a sample are averaged, not added.

Message: the penalty is
Mistake: specification
Change: ops.sum(ops.square -> ops.mean(ops.square
"""
