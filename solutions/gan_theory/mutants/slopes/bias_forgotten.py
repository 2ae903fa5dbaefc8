"""The discriminator's bias is left out.

Message: the derivative in theta is
Mistake: specification
Change shift_gradient: (latents + theta) + b -> (latents + theta)
"""
