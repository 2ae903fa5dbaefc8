"""2·images is computed in uint8, where 200 + 200 is 144.

Message: but they become
Mistake: understanding
"""

def scale_images(images):
    return (2 * images / 255 - 1).astype("float32")
