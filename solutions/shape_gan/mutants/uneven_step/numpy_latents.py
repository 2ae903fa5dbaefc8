"""NumPy draws the latents: in a compiled step only once.

Message: Two steps use the same latents
Mistake: understanding
Change UnevenGAN: def train_step(self, real): ->
    def fake(self, n):
        return self.generator(tf.constant(np.random.standard_normal((int(n), self.latent_dim)), tf.float32))

    def train_step(self, real):
Change UnevenGAN: n = ops.shape(real)[0] -> n = real.shape[0]
"""
