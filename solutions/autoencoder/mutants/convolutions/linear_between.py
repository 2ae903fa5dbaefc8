"""Pixels between are interpolated.

Message: [[1, 2, 3], [4, 5, 6]] with the factor 2 becomes
Mistake: specification
"""


def upsample_nearest(image, factor):
    for axis in (0, 1):
        n = image.shape[axis]
        places = np.linspace(0, n - 1, n * factor)
        image = np.apply_along_axis(lambda row: np.interp(places, np.arange(n), row), axis, image)
    return image
