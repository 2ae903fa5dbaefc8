"""Rows and columns of the kernel are exchanged.

Message: with stride 1, not
Mistake: understanding
Change strided_convolution: a, b = kernel.shape ->
    kernel = kernel.T
    a, b = kernel.shape
"""
