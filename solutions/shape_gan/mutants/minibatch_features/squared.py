"""The differences are squared.

Message: should be exp(-2)
Mistake: specification
Change: ops.abs(m[:, None] - m[None]) -> ops.square(m[:, None] - m[None])
"""
