"""The darkest and the lightest value of the given images become -1 and 1.

Message: must not depend on the other values
Mistake: understanding
"""

def scale_images(images):
    x = images.astype("float32")
    return 2 * (x - x.min()) / (x.max() - x.min()) - 1
