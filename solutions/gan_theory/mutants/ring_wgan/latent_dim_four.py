"""There are always four latents.

Message: stopped
Mistake: specification
Change WGAN: self.latent_dim = latent_dim -> self.latent_dim = 4
"""
