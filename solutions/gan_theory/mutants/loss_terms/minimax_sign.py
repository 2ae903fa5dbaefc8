"""The generator of the minimax loss minimises -ln(1 - p), so it helps the discriminator.

Message: the generator's term of 'minimax' should be
Mistake: specification
Change: ops.softplus(x), -ops.softplus(x) -> ops.softplus(x), ops.softplus(x)
"""
