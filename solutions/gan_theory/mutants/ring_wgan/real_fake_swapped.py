"""The critic gives fakes a high score.

Message: after a step the critic's weights
Mistake: specification
Change WGAN: distance = ops.mean(self.critic(part)) - ops.mean(self.critic(fake)) -> distance = ops.mean(self.critic(fake)) - ops.mean(self.critic(part))
"""
