"""The line has a little noise, as in a regression.

Message: every point of sample_line should have
Mistake: specification
Change: slope * x1 + intercept -> slope * x1 + intercept + rng.normal(0, 0.05, n)
"""
