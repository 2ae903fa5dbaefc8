"""The factor 1/2 is in the penalty.

Message: should be 3² + 4² = 25
Mistake: specification
Change: ops.mean(ops.sum(squares, axis=tuple(range(1, len(real.shape)))))
    -> ops.mean(ops.sum(squares, axis=tuple(range(1, len(real.shape))))) / 2
"""
