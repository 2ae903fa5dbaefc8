"""The critic is updated once.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: for number in range(self.n_critic): -> for number in range(1):
"""
