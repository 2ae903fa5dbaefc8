"""Zeros are put around the image, so that the size is kept with stride 1.

Message: The result for stride 1 should have shape (3, 4), but it has shape (4, 5)
Mistake: specification
Change strided_convolution: a, b = kernel.shape ->
    a, b = kernel.shape
    image = np.pad(image, ((0, a - 1), (0, b - 1)))
"""
