"""The distance is the root of the summed squares.

Message: should be exp(-2)
Mistake: specification
Change: ops.sum(ops.abs(m[:, None] - m[None]), axis=-1) -> ops.sqrt(ops.sum(ops.square(m[:, None] - m[None]), axis=-1) + 1e-12)
"""
