"""The penalty is taken off the loss.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: c_loss = self.weight * -> c_loss = -self.weight *
"""
