"""A hundredth is added to the diagonal, so that nothing is singular.

Message: by
Mistake: understanding
Change: values, vectors = np.linalg.eigh(m) -> values, vectors = np.linalg.eigh(m + 0.01 * np.eye(len(m)))
"""
