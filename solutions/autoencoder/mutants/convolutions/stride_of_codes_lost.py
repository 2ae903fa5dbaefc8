"""The patches are painted side by side, whatever the stride is.

Message: should have shape (2, 5), but it has shape (2, 6)
Mistake: specification
Change transposed_convolution: a, b = kernel.shape ->
    a, b = kernel.shape
    stride = max(a, b)
"""
