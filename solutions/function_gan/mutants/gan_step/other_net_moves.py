"""The generator's update moves the discriminator's weights too.

Message: some other update moves them
Mistake: understanding
With: plain_gan
Change: self.generator.trainable_variables
    -> self.generator.trainable_variables + self.discriminator.trainable_variables
"""
