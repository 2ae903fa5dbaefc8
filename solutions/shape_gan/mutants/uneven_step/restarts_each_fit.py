"""The rhythm begins anew with each fit.

Message: in one fit and then another one
Mistake: specification
Change UnevenGAN: self.steps_done % self.g_every == 0 -> (self.steps_done - 1) % self.g_every == 0
Change UnevenGAN: def train_step(self, real): ->
    def fit(self, *args, **options):
        self.steps_done.assign(0)
        return super().fit(*args, **options)

    def train_step(self, real):
"""
