"""The images are taken for square ones.

Message: pca stopped with
Mistake: specification
Change pca: flat = images.reshape(len(images), -1) ->
    flat = images.reshape(len(images), images.shape[1] ** 2)
"""
