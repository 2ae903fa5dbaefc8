"""The height of the kernel is taken for its width.

Message: should have shape (2, 6), but it has shape (2, 5)
Mistake: specification
Change transposed_convolution: a, b = kernel.shape ->
    a, b = kernel.shape[0], kernel.shape[0]
    kernel = kernel[:, :a]
"""
