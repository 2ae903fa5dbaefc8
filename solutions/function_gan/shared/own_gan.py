"""A class of its own beside GAN, and a training with it."""


class MyGAN(keras.Model):
    def __init__(self, generator, discriminator, latent_dim):
        super().__init__()
        self.generator = generator
        self.discriminator = discriminator
        self.latent_dim = latent_dim

    def compile(self, g_optimizer, d_optimizer, **kwargs):
        super().compile(**kwargs)
        self.g_optimizer = g_optimizer
        self.d_optimizer = d_optimizer

    def d_loss(self, real, fake):
        return discriminator_loss(self.discriminator(real), self.discriminator(fake))

    def train_step(self, real):
        shape = (tf.shape(real)[0], self.latent_dim)
        for _ in range(1):
            with tf.GradientTape() as tape:
                d_loss = self.d_loss(real, self.generator(tf.random.normal(shape)))
            weights = self.discriminator.trainable_variables
            self.d_optimizer.apply(tape.gradient(d_loss, weights), weights)
        with tf.GradientTape() as tape:
            g_loss = generator_loss(self.discriminator(self.generator(tf.random.normal(shape))))
        weights = self.generator.trainable_variables
        self.g_optimizer.apply(tape.gradient(g_loss, weights), weights)
        return {"d_loss": d_loss, "g_loss": g_loss}


def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    epochs, batch = 25, 128
    real = sample_real(batch * steps // epochs, curve, np.random.default_rng(seed))
    mean, scale = real.mean(axis=0), real.std(axis=0)
    generator, discriminator = make_generator(), make_discriminator()
    rate = keras.optimizers.schedules.CosineDecay(5e-3, steps, alpha=0.05)
    gan = MyGAN(generator, discriminator, latent_dim=5)
    gan.compile(
        g_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        d_optimizer=keras.optimizers.Adam(rate, beta_1=0.5),
        steps_per_execution=steps // epochs,
    )
    history = gan.fit((real - mean) / scale, batch_size=batch, epochs=epochs, verbose=0)
    kernel, bias = generator.layers[-1].get_weights()
    generator.layers[-1].set_weights([kernel * scale, bias * scale + mean])
    return generator, history.history
