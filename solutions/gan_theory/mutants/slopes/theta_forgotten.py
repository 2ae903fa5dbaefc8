"""The generator gives the latent as it is.

Message: the derivative in theta is
Mistake: specification
Change shift_gradient: (latents + theta) -> latents
"""
