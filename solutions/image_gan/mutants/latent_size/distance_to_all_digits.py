"""The distance to all digits, whatever images were given.

Message: the images of this training
Mistake: specification
Change: gankit.frechet_distance(images, generator)
    -> gankit.frechet_distance(gankit.load_digits(size=14)[0], generator)
"""
