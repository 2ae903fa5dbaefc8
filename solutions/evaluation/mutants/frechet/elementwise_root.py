"""np.sqrt takes the root of each number in the matrix.

Message: The root of [[5, 4], [4, 5]]
Mistake: understanding
"""


def matrix_root(m):
    return np.sqrt(np.maximum(m, 0))
