"""The square root of the distance.

Message: gankit.frechet_distance(images, generator) is
Mistake: understanding
Change: gankit.frechet_distance(images, generator)
    -> gankit.frechet_distance(images, generator) ** 0.5
"""
