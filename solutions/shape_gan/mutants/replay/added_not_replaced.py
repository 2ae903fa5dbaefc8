"""The old ones are added to the fresh ones, so the batch grows.

Message: should have shape
Mistake: specification
Change: fresh[old:] -> fresh
"""
