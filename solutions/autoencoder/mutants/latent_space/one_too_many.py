"""n steps, so n + 1 images.

Message: The result for n = 2 should have shape (2, 2, 2), but it has shape (3, 2, 2)
Mistake: specification
Change: n, dtype -> n + 1, dtype
"""
