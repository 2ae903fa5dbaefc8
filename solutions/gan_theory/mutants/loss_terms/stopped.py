"""The generator's term of the minimax loss has no gradient.

Message: has no gradient
Mistake: specification
Change: ops.softplus(x), -ops.softplus(x) -> ops.softplus(x), -ops.stop_gradient(ops.softplus(x))
"""
