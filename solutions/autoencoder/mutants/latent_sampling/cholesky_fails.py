"""Cholesky without a small number on the diagonal fails if an eigenvalue is 0.

Message: fit_codes stopped with LinAlgError
Mistake: specification
Change: return mean, np.sqrt(np.maximum(values, 0))[:, None] * vectors.T ->
    return mean, np.linalg.cholesky(shifted.T @ shifted / len(codes)).T
"""
