"""The discriminator's weights are clipped after its update, as in a Wasserstein GAN.

Message: some other update moves them
Mistake: understanding
With: plain_gan
Change: self.d_optimizer.apply(tape.gradient(d_loss, weights), weights) ->
    self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
    for weight in weights:
        weight.assign(tf.clip_by_value(weight, -0.1, 0.1))
"""
