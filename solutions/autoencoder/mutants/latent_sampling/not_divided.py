"""The covariance is not divided.

Message: divided by n = 4
Mistake: specification
Change: shifted.T @ shifted / len(codes) -> shifted.T @ shifted
"""
