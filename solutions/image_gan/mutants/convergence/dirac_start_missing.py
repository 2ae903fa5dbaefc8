"""The start is not in the result.

Message: should have shape (4, 2)
Change: [(theta, psi)] -> []
"""
