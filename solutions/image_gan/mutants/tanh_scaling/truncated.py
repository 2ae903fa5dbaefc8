"""astype alone cuts off the fraction in place of rounding.

Message: should be rounded to
"""

def unscale_images(x):
    return np.clip((x + 1) * 127.5, 0, 255).astype("uint8")
