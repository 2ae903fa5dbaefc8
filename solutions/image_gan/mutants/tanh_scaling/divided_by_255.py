"""Divided by 255 only: numbers from 0 to 1.

Message: should become -1, 1, -0.6, 0.6
"""

def scale_images(images):
    return (images / 255).astype("float32")


def unscale_images(x):
    return np.clip(np.round(x * 255), 0, 255).astype("uint8")
