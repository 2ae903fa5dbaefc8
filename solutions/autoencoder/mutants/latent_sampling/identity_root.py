"""The root is the unit matrix.

Message: have the covariance [[2, 2], [2, 4]]
Mistake: understanding
Change: return mean, np.sqrt(np.maximum(values, 0))[:, None] * vectors.T ->
    return mean, np.eye(len(mean))
"""
