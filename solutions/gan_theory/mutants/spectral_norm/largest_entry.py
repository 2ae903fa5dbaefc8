"""The largest number in the kernel.

Message: the bound is
Mistake: specification
Change largest_singular_value: return np.linalg.svd(kernel.reshape(-1, kernel.shape[-1]), compute_uv=False)[0] -> return np.abs(kernel).max()
"""
