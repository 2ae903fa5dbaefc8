"""New images are shifted by their own mean, not by the given one.

Message: comes back as [[0.884, 1.012]]
Mistake: understanding
Change: codes = (images.reshape(len(images), -1) - mean) @ components.T ->
    flat = images.reshape(len(images), -1)
    mean = flat.mean(axis=0)
    codes = (flat - mean) @ components.T
"""
