"""Rounded up in place of to the nearest.

Message: should be rounded to
"""

def unscale_images(x):
    return np.clip(np.ceil((x + 1) * 127.5), 0, 255).astype("uint8")
