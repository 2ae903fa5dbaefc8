"""reconstruct shifts the images that it gets.

Message: A function changes an array
Mistake: specification
Change: codes = (images.reshape(len(images), -1) - mean) @ components.T ->
    images -= mean.reshape(images.shape[1:])
    codes = images.reshape(len(images), -1) @ components.T
"""
