"""The standard deviations stand on the diagonal; correlations are left out.

Message: have the covariance [[2, 2], [2, 4]]
Mistake: specification
Change: return mean, np.sqrt(np.maximum(values, 0))[:, None] * vectors.T ->
    return mean, np.diag(codes.std(axis=0))
"""
