"""The generator's target for its own images is 0.1, as if they should be fakes.

Message: your history differs by
Mistake: understanding
Change: def discriminator_loss(self, real_logits, fake_logits): ->
    def generator_loss(self, fake_logits):
        return ops.mean(0.1 * ops.softplus(-fake_logits) + 0.9 * ops.softplus(fake_logits))
    def discriminator_loss(self, real_logits, fake_logits):
"""
