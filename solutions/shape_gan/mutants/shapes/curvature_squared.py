"""The curvature is squared together with X1.

Message: X2 = -3 · X1²
Mistake: specification
Change: curvature * x1**2 -> (curvature * x1) ** 2
"""
