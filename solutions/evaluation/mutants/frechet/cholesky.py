"""Cholesky's factor, which is no symmetric root, and does not exist for singular matrices.

Message: The root of [[5, 4], [4, 5]]
Mistake: understanding
"""


def matrix_root(m):
    return np.linalg.cholesky(m + 1e-12 * np.eye(len(m)))
