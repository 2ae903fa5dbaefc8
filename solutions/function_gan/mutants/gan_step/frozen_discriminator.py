"""The discriminator is frozen for the generator's update and never thawed: from the second step on it does not learn.

Message: In every step each network is updated exactly
Mistake: understanding
With: plain_gan
Change: self.d_optimizer.apply(tape.gradient(d_loss, weights), weights) ->
    self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
    self.discriminator.trainable = False
"""
