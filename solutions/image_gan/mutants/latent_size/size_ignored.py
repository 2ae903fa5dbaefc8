"""All generators have 32 latents; the size is only written into the record.

Message: has a generator that takes 32 latents
Mistake: specification
Change: make_image_generator(size, shape) -> make_image_generator(32, shape)
Change: latent_dim=size -> latent_dim=32
"""
