"""The shape of the images is written into the function: right for 14 × 14 only.

Message: train_image_gan
Mistake: specification
Change train_image_gan: shape = images.shape[1:] -> shape = (14, 14)
"""
