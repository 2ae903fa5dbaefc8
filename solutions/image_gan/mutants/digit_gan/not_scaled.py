"""The images are not scaled at all.

Message: The Fréchet distance between your images
Mistake: understanding
Change: scale_images(images) -> images.astype("float32")
"""
