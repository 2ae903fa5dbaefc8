"""The curve argument is ignored: X2 is always X1 squared, as in the worked example.

Message: X2 should be curve(X1) exactly
Mistake: specification
Change: curve(x1) -> x1**2
"""
