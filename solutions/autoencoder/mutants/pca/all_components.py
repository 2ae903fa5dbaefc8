"""k is ignored.

Message: The components should have shape (1, 2), but it has shape (2, 2)
Mistake: specification
Change: directions[:k] -> directions
"""
