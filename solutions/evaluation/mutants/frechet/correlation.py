"""Correlations in place of covariances: all spreads count as 1.

Message: have the covariance [[1, 0], [0, 3]]
Mistake: understanding
Change: np.cov(features, rowvar=False) -> np.corrcoef(features, rowvar=False)
"""
