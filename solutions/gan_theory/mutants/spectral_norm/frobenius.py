"""The Frobenius norm.

Message: the bound is 6
Mistake: specification
Change largest_singular_value: return np.linalg.svd(kernel.reshape(-1, kernel.shape[-1]), compute_uv=False)[0] -> return np.linalg.norm(kernel)
"""
