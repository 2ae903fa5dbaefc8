"""White and black are swapped.

Message: The Fréchet distance between your images
Change: scale_images(images) -> -scale_images(images)
"""
