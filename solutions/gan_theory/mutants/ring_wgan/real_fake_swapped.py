"""The critic gives fakes a high score.

Message: The weights of the critic are not what they should be
Mistake: specification
Change: distance = ops.mean(self.critic(part)) - ops.mean(self.critic(fake)) -> distance = ops.mean(self.critic(fake)) - ops.mean(self.critic(part))
"""
