"""Only the first 128 images are used.

Message: times that of PCA
Mistake: understanding
Change: (images / 255) -> (images[:128] / 255)
"""
