"""The covariance is given as its root.

Message: have the covariance [[2, 2], [2, 4]]
Mistake: specification
Change: return mean, np.sqrt(np.maximum(values, 0))[:, None] * vectors.T ->
    return mean, shifted.T @ shifted / len(codes)
"""
