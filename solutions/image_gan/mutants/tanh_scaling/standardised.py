"""Mean 0 and standard deviation 1, as for other networks' inputs.

Message: should become -1, 1, -0.6, 0.6
Mistake: specification
"""

def scale_images(images):
    x = images.astype("float32")
    return (x - x.mean()) / x.std()
