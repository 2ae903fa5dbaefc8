"""The mean has the shape of an image.

Message: The mean should have shape (2,), but it has shape (1, 2)
Mistake: specification
Change: return mean, directions[:k] -> return mean.reshape(images.shape[1:]), directions[:k]
"""
