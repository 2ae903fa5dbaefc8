"""The last code is not reached.

Message: the last that for the second one
Mistake: specification
Change: n, dtype -> n, endpoint=False, dtype
"""
