"""The decoder gets the image, too.

Message: should take codes of shape (n, 8), not (n, 204)
Mistake: specification
Change make_decoder: keras.Input((latent_dim,)), -> keras.Input((latent_dim + math.prod(image_shape),)),
"""
