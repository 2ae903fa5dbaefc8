"""A large number is added to the diagonal.

Message: have the covariance [[2, 2], [2, 4]]
Mistake: specification
Change: eigh(shifted.T @ shifted / len(codes)) ->
    eigh(shifted.T @ shifted / len(codes) + 0.01 * np.eye(len(mean)))
"""
