"""Eigenvalues, which only a square matrix has.

Message: lipschitz_bound stopped with LinAlgError
Mistake: specification
Change largest_singular_value: return np.linalg.svd(kernel.reshape(-1, kernel.shape[-1]), compute_uv=False)[0] -> return np.abs(np.linalg.eigvals(kernel)).max()
"""
