"""The generator lowers the scores of its fakes.

Message: the generator's last bias should move
Mistake: specification
Change WGAN: g_loss = -ops.mean(self.critic(fake)) -> g_loss = ops.mean(self.critic(fake))
"""
