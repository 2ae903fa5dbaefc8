"""np.cov without rowvar=False takes the rows for the features.

Message: The covariance should have shape (2, 2)
Mistake: specification
Change: np.cov(features, rowvar=False) -> np.cov(features)
"""
