"""It trains on the digits of load_digits, whatever images it gets.

Message: Train on what scale_images makes of the images
Mistake: specification
Change: scale_images(images), images.shape[1:]
    -> scale_images(gankit.load_digits(size=images.shape[1])[0]), images.shape[1:]
"""
