"""Scaling looks the number up in a table; the way back takes the nearest entry of that table.
"""

TABLE = np.linspace(-1, 1, 256)


def scale_images(images):
    return TABLE.astype(np.float32)[images]


def unscale_images(x):
    middles = (TABLE[1:] + TABLE[:-1]) / 2
    return np.searchsorted(middles, x.astype(np.float64)).astype(np.uint8)
