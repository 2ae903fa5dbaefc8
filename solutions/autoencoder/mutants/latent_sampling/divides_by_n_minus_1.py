"""The covariance divides by n - 1.

Message: divided by n = 4
Mistake: specification
Change: shifted.T @ shifted / len(codes) -> shifted.T @ shifted / (len(codes) - 1)
"""
