"""The generator has the non-saturating loss.

Message: the generator's last bias should move
Mistake: specification
Change WGAN: g_loss = -ops.mean(self.critic(fake)) -> g_loss = ops.mean(ops.softplus(-self.critic(fake)))
"""
