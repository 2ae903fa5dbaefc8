"""The weight of the penalty is always 10, as in the paper.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: self.weight = weight -> self.weight = 10.0
"""
