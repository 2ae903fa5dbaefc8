"""Zeros are put between the pixels.

Message: [[1, 2, 3], [4, 5, 6]] with the factor 2 becomes
Mistake: specification
Change: return image.repeat(factor, axis=0).repeat(factor, axis=1) ->
    square = np.zeros((factor, factor))
    square[0, 0] = 1
    return np.kron(image, square)
"""
