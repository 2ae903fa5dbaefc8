"""The mean is not subtracted before the products are taken.

Message: have the covariance [[1, 0], [0, 3]]
Mistake: understanding
Change: np.atleast_2d(np.cov(features, rowvar=False)) -> features.T @ features / (len(features) - 1)
"""
