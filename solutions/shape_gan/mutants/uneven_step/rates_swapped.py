"""The two optimizers are swapped in compile.

Message: Each network has its own optimizer
Mistake: specification
Change UnevenGAN: def train_step(self, real): ->
    def compile(self, g_optimizer, d_optimizer, **kwargs):
        super().compile(g_optimizer=d_optimizer, d_optimizer=g_optimizer, **kwargs)

    def train_step(self, real):
"""
