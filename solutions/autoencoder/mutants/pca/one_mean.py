"""One number is subtracted: the mean of all pixels.

Message: The mean should be a NumPy array
Mistake: understanding
Change: flat.mean(axis=0) -> flat.mean()
"""
