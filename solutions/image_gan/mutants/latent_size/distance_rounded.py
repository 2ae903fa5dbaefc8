"""The distance is rounded to whole tens.

Message: gankit.frechet_distance(images, generator) is
Mistake: understanding
Change latent_study: gankit.frechet_distance(images, generator)
    -> round(gankit.frechet_distance(images, generator), -1)
"""
