"""A patch that does not fit as a whole counts too.

Message: The result for stride 2 should have shape
Mistake: specification
Change strided_convolution: height = (image.shape[0] - a) // stride + 1 ->
    height = -(-(image.shape[0] - a) // stride) + 1
    image = np.pad(image, ((0, stride), (0, stride)))
Change strided_convolution: width = (image.shape[1] - b) // stride + 1 ->
    width = -(-(image.shape[1] - stride - b) // stride) + 1
"""
