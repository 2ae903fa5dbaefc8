"""The generator that is returned is a moving average over the training.
"""

def train_ring_wgan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed))
    scale = real.std()
    generator = make_generator()
    class AveragedWGAN(WGAN):
        average = None

        def train_step(self, real):
            values = super().train_step(real)
            for mean, weight in zip(self.average, self.generator.variables):
                mean.assign(0.99 * mean + 0.01 * weight)
            return values

    wgan = AveragedWGAN(generator, make_critic(), 4)
    wgan.__dict__["average"] = [tf.Variable(weight) for weight in generator.variables]
    falling = keras.optimizers.schedules.CosineDecay
    wgan.compile(
        g_optimizer=keras.optimizers.Adam(falling(5e-3, steps, alpha=0.1), 0.0, 0.9),
        c_optimizer=keras.optimizers.Adam(falling(5e-3, 3 * steps, alpha=0.1), 0.0, 0.9),
        steps_per_execution=steps // 50,
        jit_compile=False,
    )
    history = wgan.fit(
        random_batches(real / scale, 3 * 64), steps_per_epoch=steps // 50, epochs=50, verbose=0
    ).history
    generator.set_weights([mean.numpy() for mean in wgan.__dict__["average"]])
    last = generator.layers[-1]
    last.set_weights([weights * scale for weights in last.get_weights()])
    return generator, history
