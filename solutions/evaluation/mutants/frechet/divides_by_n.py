"""The covariance divides by n.

Message: divided by n - 1
Mistake: specification
Change: np.cov(features, rowvar=False) -> np.cov(features, rowvar=False, bias=True)
"""
