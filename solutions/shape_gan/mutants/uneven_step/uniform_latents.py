"""The latents are uniform.

Message: The latents should be standard normal
Mistake: specification
Change UnevenGAN: def train_step(self, real): ->
    def fake(self, n):
        return self.generator(keras.random.uniform((n, self.latent_dim), -1, 1))

    def train_step(self, real):
"""
