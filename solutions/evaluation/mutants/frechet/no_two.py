"""The factor 2 of the last term is missing.

Message: without the factor 2
Mistake: specification
Change: - 2 * overlap -> - overlap
"""
