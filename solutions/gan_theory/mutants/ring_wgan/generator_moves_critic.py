"""The update of the generator moves the critic too.

Message: the other optimizer moves them
Mistake: understanding
Change WGAN: weights = self.generator.trainable_variables -> weights = self.generator.trainable_variables + self.critic.trainable_variables
"""
