"""The discriminator is updated twice in each step.

Message: exactly once
Mistake: specification
With: plain_gan
Change: latents = tf.random.normal((tf.shape(real)[0], self.latent_dim)) ->
    latents = tf.random.normal((tf.shape(real)[0], self.latent_dim))
    with tf.GradientTape() as tape:
        d_loss = discriminator_loss(self.discriminator(real), self.discriminator(self.generator(latents)))
    weights = self.discriminator.trainable_variables
    self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
"""
