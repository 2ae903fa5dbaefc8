"""One of the critic updates is missing.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: for number in range(self.n_critic): -> for number in range(1, self.n_critic) if self.n_critic > 1 else [0]:
"""
