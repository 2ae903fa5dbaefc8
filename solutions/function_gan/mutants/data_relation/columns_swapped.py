"""The columns are swapped: X2 comes first.

Message: X2 should be curve(X1)
Mistake: specification
Change: [x1, curve(x1)] -> [curve(x1), x1]
"""
