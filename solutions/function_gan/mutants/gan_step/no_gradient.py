"""The fake points are turned into NumPy arrays, so no gradient reaches the generator.

Message: did not change the generator
Mistake: understanding
With: plain_gan
Change: g_loss = generator_loss(self.discriminator(self.generator(latents))) ->
    fake = tf.stop_gradient(self.generator(latents))
    g_loss = generator_loss(self.discriminator(fake))
Change: self.g_optimizer.apply(tape.gradient(g_loss, weights), weights) ->
    gradients = [tf.zeros_like(w) if g is None else g for g, w in zip(tape.gradient(g_loss, weights), weights)]
    self.g_optimizer.apply(gradients, weights)
"""
