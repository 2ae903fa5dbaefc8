"""The generator is trained on latents that are all zero.

Message: of your points lie within 4 sigma
Mistake: understanding
Breaks: latents
"""

class SmoothGAN(GAN):
    def train_step(self, real):
        self.__dict__["normal"] = keras.random.normal
        keras.random.normal = lambda shape: tf.zeros(shape)
        try:
            return super().train_step(real)
        finally:
            keras.random.normal = self.__dict__["normal"]

    gamma = 0.02

    def penalty(self, real):
        with tf.GradientTape() as tape:
            tape.watch(real)
            logits = self.discriminator(real, training=True)
        return self.gamma / 2 * ops.mean(ops.sum(tape.gradient(logits, real) ** 2, axis=1))
