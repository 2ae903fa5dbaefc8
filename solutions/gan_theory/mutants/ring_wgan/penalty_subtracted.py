"""The penalty is taken off the loss.

Message: The weights of the critic are not what they should be
Mistake: specification
Change: c_loss = self.weight * -> c_loss = -self.weight *
"""
