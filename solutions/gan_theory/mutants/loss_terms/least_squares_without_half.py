"""The squares are not halved.

Message: the real term of 'least_squares' should be
Mistake: specification
Change: return ops.square(x - 1) / 2, ops.square(x) / 2, ops.square(x - 1) / 2 -> return ops.square(x - 1), ops.square(x), ops.square(x - 1)
"""
