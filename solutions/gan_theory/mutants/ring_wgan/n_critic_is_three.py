"""It makes three updates, whatever n_critic is.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: self.n_critic = n_critic -> self.n_critic = 3
"""
