"""Kernels are divided in place.

Message: changes an array
Mistake: understanding
Change: return [kernel / (largest_singular_value(kernel) or 1.0) for kernel in kernels] ->
    for kernel in kernels:
        kernel /= largest_singular_value(kernel) or 1.0
    return kernels
"""
