"""The generator is updated after each critic update.

Message: and then one of the generator
Mistake: specification
Change WGAN: self.c_optimizer.apply(tape.gradient(c_loss, weights), weights) ->
    self.c_optimizer.apply(tape.gradient(c_loss, weights), weights)
    if number < self.n_critic - 1:
        with tf.GradientTape() as tape:
            early = -ops.mean(self.critic(self.generator(keras.random.normal((batch, self.latent_dim)))))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(early, weights), weights)
"""
