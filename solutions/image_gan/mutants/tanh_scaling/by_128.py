"""Scaled by 128 on both ways: 255 becomes 0.992 only.

Message: should become -1, 1, -0.6, 0.6
"""

def scale_images(images):
    return ((images.astype("float32") - 128) / 128).astype("float32")


def unscale_images(x):
    return np.clip(np.round(x * 128 + 128), 0, 255).astype("uint8")
