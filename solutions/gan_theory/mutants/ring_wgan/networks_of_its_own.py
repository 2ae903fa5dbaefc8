"""The critic is not the one that the notebook's function makes.

Message: train_ring_wgan does not call make_critic
Mistake: specification
Change train_ring_wgan: make_critic() -> make_ring_discriminator()
"""
