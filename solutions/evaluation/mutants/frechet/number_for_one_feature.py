"""For a single feature the covariance is a mere number.

Message: The covariance of points in one dimension should have shape (1, 1)
Mistake: specification
Change: np.atleast_2d(np.cov(features, rowvar=False)) -> np.cov(features, rowvar=False)
"""
