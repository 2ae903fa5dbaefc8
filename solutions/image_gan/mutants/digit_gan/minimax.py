"""The generator minimises ln(1 - p), the minimax loss.

Message: your history differs by
Mistake: understanding
Change: def discriminator_loss(self, real_logits, fake_logits): ->
    def generator_loss(self, fake_logits):
        return -ops.mean(ops.softplus(fake_logits))
    def discriminator_loss(self, real_logits, fake_logits):
"""
