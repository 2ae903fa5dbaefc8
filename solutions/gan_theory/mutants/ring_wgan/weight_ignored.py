"""The weight of the penalty is always 1.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: c_loss = self.weight * -> c_loss = 1 *
"""
