"""The root is left out.

Message: the penalty is
Mistake: specification
Change: ops.sqrt(squares + 1e-12) - 1 -> squares - 1
"""
