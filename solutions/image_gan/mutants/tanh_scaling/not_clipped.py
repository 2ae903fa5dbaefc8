"""Numbers outside of the range wrap around: a bit whiter than white becomes black.

Message: Clip before you turn the numbers into uint8
Mistake: specification
"""

def unscale_images(x):
    return np.round((x + 1) * 127.5).astype("int64").astype("uint8")
