"""The GAN sees one image only, so all digits that it draws are this one.

Message: of the kinds of digits in the data
Mistake: understanding
Change: scale_images(images) -> scale_images(images[seed % len(images)][None])
"""
