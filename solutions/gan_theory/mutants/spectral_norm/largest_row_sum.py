"""The largest sum of a row.

Message: of a convolution
Mistake: specification
Change largest_singular_value: return np.linalg.svd(kernel.reshape(-1, kernel.shape[-1]), compute_uv=False)[0] -> return np.abs(kernel.reshape(-1, kernel.shape[-1])).sum(axis=1).max()
"""
