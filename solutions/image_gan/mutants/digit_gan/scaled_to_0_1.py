"""The images are scaled to [0, 1].

Message: The Fréchet distance between your images
Mistake: understanding
Change: scale_images(images) -> images.astype("float32") / 255
"""
