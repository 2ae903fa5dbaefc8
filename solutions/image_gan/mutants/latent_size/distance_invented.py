"""The distance is invented: a number that falls with the size.

Message: gankit.frechet_distance(images, generator) is
Mistake: understanding
Change: gankit.frechet_distance(images, generator) -> 100 / size
"""
