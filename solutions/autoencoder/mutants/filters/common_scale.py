"""All are divided by the largest value of all.

Message: So the filters are
Mistake: specification
Change: .max(axis=(1, 2), keepdims=True) -> .max(keepdims=True)
"""
