"""The components are columns.

Message: The components should have shape (1, 2), but it has shape (2, 1)
Mistake: specification
Change: directions[:k] -> directions[:k].T
"""
