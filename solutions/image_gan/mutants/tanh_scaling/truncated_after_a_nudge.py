"""A little is added before the fraction is cut off: grey values come back, other numbers are not rounded.

Message: should be rounded to
"""

def unscale_images(x):
    return np.clip((x + 1) * 127.5 + 0.01, 0, 255).astype("uint8")
