"""np.tile in place of np.repeat.

Message: [[1, 2, 3], [4, 5, 6]] with the factor 2 becomes
Mistake: specification
Change: image.repeat(factor, axis=0).repeat(factor, axis=1) -> np.tile(image, (factor, factor))
"""
