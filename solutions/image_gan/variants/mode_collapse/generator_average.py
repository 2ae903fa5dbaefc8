"""The generator that is returned is a moving average over the training.

Change: rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02) ->
    gan.average = make_ring_generator()
    gan.average.set_weights(generator.get_weights())
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02)
Change: last = generator.layers[-1] ->
    generator = gan.average
    last = generator.layers[-1]
"""

class SmoothGAN(GAN):
    gamma = 0.02

    def train_step(self, real):
        losses = super().train_step(real)
        for mean, weight in zip(self.average.variables, self.generator.variables):
            mean.assign(0.99 * mean + 0.01 * weight)
        return losses

    def penalty(self, real):
        with tf.GradientTape() as tape:
            tape.watch(real)
            logits = self.discriminator(real, training=True)
        return self.gamma / 2 * ops.mean(ops.sum(tape.gradient(logits, real) ** 2, axis=1))
