"""The result has NumPy's type float64.

Message: should have type float32
"""

def scale_images(images):
    return images / 127.5 - 1
