"""Kernels are divided by the Frobenius norm.

Message: A kernel of shape
Mistake: specification
Change: kernel / (largest_singular_value(kernel) or 1.0) -> kernel / (np.linalg.norm(kernel) or 1.0)
"""
