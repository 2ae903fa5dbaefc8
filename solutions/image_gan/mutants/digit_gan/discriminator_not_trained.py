"""The discriminator does not learn.

Message: the discriminator changed 0 times
Mistake: understanding
Breaks: updates
Change: def discriminator_loss(self, real_logits, fake_logits): ->
    def compile(self, g_optimizer, d_optimizer, **kwargs):
        super().compile(g_optimizer, keras.optimizers.SGD(0.0), **kwargs)
    def discriminator_loss(self, real_logits, fake_logits):
"""
