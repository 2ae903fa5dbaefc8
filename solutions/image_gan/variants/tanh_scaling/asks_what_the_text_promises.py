"""It stops where an array is not of the type that the text promises.
"""

def scale_images(images):
    if not (isinstance(images, np.ndarray) and images.dtype == np.uint8):
        raise ValueError("not what the text promises")
    return np.float32(images) / np.float32(127.5) - np.float32(1)


def unscale_images(x):
    if not (isinstance(x, np.ndarray) and x.dtype == np.float32):
        raise ValueError("not what the text promises")
    return np.rint(np.clip(x.astype(float), -1, 1) * 127.5 + 127.5).astype(np.uint8)
