"""The mean is taken over the codes of an image.

Message: The mean should have shape (2,)
Mistake: specification
Change: mean = codes.mean(axis=0) -> mean = codes.mean(axis=1)
Change: shifted = codes - mean -> shifted = codes - codes.mean(axis=0)
"""
