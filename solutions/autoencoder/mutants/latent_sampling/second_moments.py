"""The mean is not subtracted.

Message: have the covariance [[2, 2], [2, 4]]
Mistake: understanding
Change: shifted = codes - mean -> shifted = codes
"""
