"""Cholesky's factor L is given as it is: L·Lᵀ is the covariance, not Lᵀ·L.

Message: have the covariance [[2, 2], [2, 4]]
Mistake: understanding
Change: return mean, np.sqrt(np.maximum(values, 0))[:, None] * vectors.T ->
    return mean, np.linalg.cholesky(shifted.T @ shifted / len(codes) + 1e-12 * np.eye(len(mean)))
"""
