"""White and black are swapped.

Message: The Fréchet distance between your images
Mistake: understanding
Change: scale_images(images) -> -scale_images(images)
"""
