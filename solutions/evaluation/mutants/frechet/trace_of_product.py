"""The last term has no root.

Message: without any root in the last term
Mistake: understanding
Change: np.trace(matrix_root(root @ cov2 @ root)) -> np.trace(cov1 @ cov2)
"""
