"""No gradient reaches the generator: its points are detached.

Message: the generator never moved
Mistake: understanding
With: with_gradients
Change UnevenGAN: g_loss = self.generator_loss(self.discriminator(self.fake(n))) -> g_loss = self.generator_loss(self.discriminator(ops.stop_gradient(self.fake(n))))
Change UnevenGAN: self.g_optimizer.apply(tape.gradient(g_loss, weights), weights) ->
    gradients = [tf.zeros_like(w) if g is None else g for g, w in zip(tape.gradient(g_loss, weights), weights)]
    self.g_optimizer.apply(gradients, weights)
"""
