"""The trace of the product of the two roots, which is right only if they commute.

Message: the trace of the product of the roots
Mistake: understanding
Change: overlap = np.trace(matrix_root(root @ cov2 @ root)) -> overlap = np.trace(root @ matrix_root(cov2))
"""
