"""One component is missing.

Message: The components should have shape (1, 2), but it has shape (0, 2)
Mistake: specification
Change: directions[:k] -> directions[: k - 1]
"""
