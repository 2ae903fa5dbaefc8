"""The start is not in the result.

Message: should have shape (4, 2)
Mistake: specification
Change: [(theta, psi)] -> []
"""
