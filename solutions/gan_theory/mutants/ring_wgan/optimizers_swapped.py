"""Each network has the optimizer of the other.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: self.g_optimizer = g_optimizer -> self.g_optimizer = c_optimizer
Change WGAN: self.c_optimizer = c_optimizer -> self.c_optimizer = g_optimizer
"""
