"""The critic optimizer moves the generator too.

Message: the other optimizer moves them
Mistake: understanding
Change WGAN: weights = self.critic.trainable_variables -> weights = self.critic.trainable_variables + self.generator.trainable_variables
Change WGAN: distance = ops.mean(self.critic(part)) - ops.mean(self.critic(fake)) ->
    fake = self.generator(keras.random.normal((batch, self.latent_dim)))
    distance = ops.mean(self.critic(part)) - ops.mean(self.critic(fake))
"""
