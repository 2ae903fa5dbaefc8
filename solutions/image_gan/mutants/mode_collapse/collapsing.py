"""No penalty, and a generator that is much faster than its discriminator.

Message: Your points cover
Mistake: understanding
Change: gamma = 0.02 ->
    gamma = 0.0
    def compile(self, g_optimizer, d_optimizer, **kwargs):
        slow = keras.optimizers.Adam(1e-4, beta_1=0.9)
        super().compile(keras.optimizers.Adam(2e-2, beta_1=0.9), slow, **kwargs)
"""
