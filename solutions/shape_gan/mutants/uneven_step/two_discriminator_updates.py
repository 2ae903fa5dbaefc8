"""The discriminator is updated twice in each step.

Message: optimizer should be used exactly once for each update
Mistake: specification
Change UnevenGAN: d_loss = self.update_discriminator(real) ->
    d_loss = self.update_discriminator(real)
    d_loss = self.update_discriminator(real)
"""
