"""The images are scaled to [0, 1], not by scale_images.

Message: Train on what scale_images makes of the images
Mistake: specification
Change: scale_images(images), images.shape[1:] -> images / 255.0, images.shape[1:]
"""
