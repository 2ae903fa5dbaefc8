"""The line goes through the origin.

Message: X2 = -2 · X1 + 0.5
Mistake: specification
Change: slope * x1 + intercept -> slope * x1
"""
