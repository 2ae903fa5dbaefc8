"""Both want a large value.

Message: The equilibria of the table
Mistake: specification
Change: values.min(axis=0, keepdims=True) -> values.max(axis=0, keepdims=True)
"""
