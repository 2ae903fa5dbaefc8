"""Only the first kernel is normalised.

Message: A kernel of shape
Mistake: specification
Change: return [kernel / (largest_singular_value(kernel) or 1.0) for kernel in kernels] -> return [kernels[0] / largest_singular_value(kernels[0]), *kernels[1:]]
"""
