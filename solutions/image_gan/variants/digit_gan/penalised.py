"""The R1 penalty instead of label smoothing.

Change: SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    -> PenalisedGAN(generator, make_image_discriminator(shape), latent_dim)
"""

class PenalisedGAN(GAN):
    def penalty(self, real):
        with tf.GradientTape() as tape:
            tape.watch(real)
            logits = self.discriminator(real, training=True)
        return 0.05 * ops.mean(ops.sum(tape.gradient(logits, real) ** 2, axis=(1, 2)))
