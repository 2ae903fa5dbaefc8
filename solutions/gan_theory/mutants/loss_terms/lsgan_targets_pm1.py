"""Fake samples should get -1 in place of 0.

Message: the fake term of 'least_squares' should be
Mistake: specification
Change: ops.square(x) / 2 -> ops.square(x + 1) / 2
"""
