"""The discriminator does not learn.

Message: of your points lie within 4 sigma
Mistake: understanding
Change: gamma = 0.02 ->
    def compile(self, g_optimizer, d_optimizer, **kwargs):
        super().compile(g_optimizer, keras.optimizers.SGD(0.0), **kwargs)
    gamma = 0.02
"""
