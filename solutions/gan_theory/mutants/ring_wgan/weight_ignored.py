"""The weight of the penalty is always 1.

Message: The weights of the critic are not what they should be
Mistake: specification
Change: c_loss = self.weight * -> c_loss = 1 *
"""
