"""The noise is added to the given images themselves.

Message: corrupt changes the images
Mistake: specification
Change: return np.clip(images + noise, 0, 1).astype("float32") ->
    images += noise.astype("float32")
    return np.clip(images, 0, 1)
"""
