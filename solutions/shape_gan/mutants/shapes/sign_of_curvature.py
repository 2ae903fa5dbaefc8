"""The parabola is always open at the top.

Message: X2 = -3 · X1²
Mistake: specification
Change: curvature * x1**2 -> abs(curvature) * x1**2
"""
