"""Scaling as (2·grey - 255) / 255, and the way back with floor(… + 0.5) and int64 in between.
"""

def scale_images(images):
    return ((2 * images.astype(np.int64) - 255) / 255).astype(np.float32)


def unscale_images(x):
    grey = np.floor((x.astype(np.float64) + 1) / 2 * 255 + 0.5).astype(np.int64)
    return np.minimum(np.maximum(grey, 0), 255).astype(np.uint8)
