"""It looks at the last layer of the model only, and refuses a nested one.

Message: raises a ValueError for a nested network
Mistake: specification
Change: while hasattr(last, "layers"): -> if hasattr(last, "layers"):
"""
