"""The length of the gradient, not its square.

Message: should be 3² + 4² = 25
Mistake: understanding
Change: ops.sum(squares, axis=tuple(range(1, len(real.shape))))
    -> ops.sqrt(ops.sum(squares, axis=tuple(range(1, len(real.shape)))))
"""
