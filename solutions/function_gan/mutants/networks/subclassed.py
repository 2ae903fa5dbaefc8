"""A subclass of keras.Model, which the question says cannot be graded.

Message: Write it as keras.Sequential
Mistake: specification
"""

class Generator(keras.Model):
    def __init__(self, n_outputs):
        super().__init__()
        self.hidden = layers.Dense(15, activation="relu", kernel_initializer="he_uniform")
        self.out = layers.Dense(n_outputs)

    def call(self, latents):
        return self.out(self.hidden(latents))


def make_generator(latent_dim=5, n_outputs=2):
    return Generator(n_outputs)
