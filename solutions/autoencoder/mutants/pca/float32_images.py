"""The images are rounded to single precision, and so is the mean.

Message: the mean should be that of each pixel
Mistake: specification
Change pca: flat = images.reshape(len(images), -1) ->
    flat = images.reshape(len(images), -1).astype(np.float32)
"""
