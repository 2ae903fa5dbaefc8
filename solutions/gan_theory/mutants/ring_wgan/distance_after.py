"""The distance is measured after the last update.

Message: the distance in the last critic update, before it, is
Mistake: specification
Change WGAN: g_loss = -ops.mean(self.critic(fake)) ->
    g_loss = -ops.mean(self.critic(fake))
    distance = ops.mean(self.critic(part)) + g_loss
"""
