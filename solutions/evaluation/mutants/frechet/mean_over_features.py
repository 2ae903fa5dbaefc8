"""The mean is taken over the features of each image.

Message: The mean should have shape (2,)
Mistake: specification
Change: features.mean(axis=0) -> features.mean(axis=1)
"""
