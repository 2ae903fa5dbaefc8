"""Only rows are skipped.

Message: The result for stride 2 should have shape (2, 2), but it has shape (2, 4)
Mistake: specification
Change strided_convolution: width = (image.shape[1] - b) // stride + 1 -> width = image.shape[1] - b + 1
Change strided_convolution: y, x = i * stride, j * stride -> y, x = i * stride, j
"""
