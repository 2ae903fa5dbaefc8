"""The records come in the order of the sizes, not in the order that was asked for.

Message: has a generator that takes
Mistake: specification
Change: for size in sizes: -> for size in sorted(sizes):
"""
