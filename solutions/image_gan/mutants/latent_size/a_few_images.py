"""It trains on the first hundred of the images.

Message: use all of them
Mistake: understanding
Change: scale_images(images), images.shape[1:] -> scale_images(images[:100]), images.shape[1:]
"""
