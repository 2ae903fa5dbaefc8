"""The last patch that fits is forgotten.

Message: should have shape (3, 4), but it has shape (2, 3)
Mistake: specification
Change strided_convolution: (image.shape[0] - a) // stride + 1 -> (image.shape[0] - a) // stride
Change strided_convolution: (image.shape[1] - b) // stride + 1 -> (image.shape[1] - b) // stride
"""
