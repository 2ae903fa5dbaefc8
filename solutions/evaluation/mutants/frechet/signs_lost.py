"""The absolute values of a singular value decomposition, put together with one side only.

Message: The root of
Mistake: understanding
"""


def matrix_root(m):
    left, values, _ = np.linalg.svd(m)
    return left * np.sqrt(values)
