"""First the discriminator alone is trained to the end, then the generator alone against it.

Message: The best of
Mistake: understanding
"""

def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    real = sample_real(20000, curve, np.random.default_rng(seed))
    mean, scale = real.mean(axis=0), real.std(axis=0)
    data = tf.constant((real - mean) / scale)
    generator, discriminator = make_generator(), make_discriminator()
    g_optimizer = keras.optimizers.Adam(2e-3, beta_1=0.5)
    d_optimizer = keras.optimizers.Adam(2e-3, beta_1=0.5)
    g_optimizer.build(generator.trainable_variables)
    d_optimizer.build(discriminator.trainable_variables)

    @tf.function
    def step(first):
        batch = tf.gather(data, tf.random.uniform((128,), 0, 20000, tf.int32))
        latents = tf.random.normal((128, 5))
        with tf.GradientTape() as d_tape, tf.GradientTape() as g_tape:
            fake = discriminator(generator(latents))
            d_loss = discriminator_loss(discriminator(batch), fake)
            g_loss = generator_loss(fake)
        if first:
            weights = discriminator.trainable_variables
            d_optimizer.apply(d_tape.gradient(d_loss, weights), weights)
            return d_loss, g_loss
        weights = generator.trainable_variables
        g_optimizer.apply(g_tape.gradient(g_loss, weights), weights)
        return d_loss, g_loss

    losses = [step(i < steps // 2) for i in range(steps)]
    kernel, bias = generator.layers[-1].get_weights()
    generator.layers[-1].set_weights([kernel * scale, bias * scale + mean])
    return generator, {
        "d_loss": [float(d) for d, _ in losses],
        "g_loss": [float(g) for _, g in losses],
    }
