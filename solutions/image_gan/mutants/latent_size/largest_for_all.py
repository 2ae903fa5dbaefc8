"""One generator with the largest size stands for all sizes.

Message: has a generator that takes
Mistake: understanding
Change: make_image_generator(size, shape) -> make_image_generator(max(sizes), shape)
Change: latent_dim=size -> latent_dim=max(sizes)
"""
