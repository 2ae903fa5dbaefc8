"""The sign in the exponent is missing.

Message: should be
Mistake: specification
Change: ops.exp(-apart) -> ops.exp(ops.minimum(apart, 20.0))
"""
