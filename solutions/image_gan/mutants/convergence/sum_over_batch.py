"""The sum over the batch in place of the mean.

Message: should be 3² + 4² = 25
Mistake: specification
Change: ops.mean(ops.sum(squares, axis=tuple(range(1, len(real.shape))))) -> ops.sum(squares)
"""
