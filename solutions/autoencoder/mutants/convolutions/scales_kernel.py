"""The kernel that was given is scaled, and scaled back with a rounding error.

Message: A function changes an array
Mistake: specification
Change transposed_convolution: p, q = codes.shape ->
    p, q = codes.shape
    kernel /= 3
Change transposed_convolution: return result ->
    kernel *= 3.0000001
    return result * 3
"""
