"""The shape of the images is written into the study: right for 14 × 14 only.

Message: latent_study
Mistake: specification
Change: scale_images(images), images.shape[1:] -> scale_images(images), (14, 14)
"""
