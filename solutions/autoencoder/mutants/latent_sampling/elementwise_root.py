"""The root of each number of the covariance.

Message: have the covariance [[2, 2], [2, 4]]
Mistake: understanding
Change: return mean, np.sqrt(np.maximum(values, 0))[:, None] * vectors.T ->
    return mean, np.sqrt(np.maximum(shifted.T @ shifted / len(codes), 0))
"""
