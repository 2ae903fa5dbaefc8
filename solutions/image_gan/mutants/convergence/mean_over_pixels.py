"""The mean of all squares, where they should be summed over one image.

Message: should be 3² + 4² = 25
Mistake: specification
Change: ops.sum(squares, axis=tuple(range(1, len(real.shape)))) -> squares
"""
