"""The distance of images from latents of its own; gankit.frechet_distance takes always the same ones.

Message: gankit.frechet_distance(images, generator) is
Mistake: understanding
Change latent_study: gankit.frechet_distance(images, generator)
    ->
    gankit.digits.frechet_to_images(
        ops.convert_to_numpy(generator(keras.random.normal((2000, size)))), images
    )
"""
