"""The eigenvalues of C1·C2 come out complex, and nobody takes the real part.

Message: complex
Mistake: understanding
Change: overlap = np.trace(matrix_root(root @ cov2 @ root)) -> overlap = np.sum(np.sqrt(np.linalg.eigvals(cov1 @ cov2).astype(complex)))
"""
