"""Strides beyond the kernel's size are taken for its size.

Message: The result for stride 4 should have shape
Mistake: specification
Change transposed_convolution: p, q = codes.shape ->
    p, q = codes.shape
    stride = min(stride, a, b) if stride > max(a, b) else stride
"""
