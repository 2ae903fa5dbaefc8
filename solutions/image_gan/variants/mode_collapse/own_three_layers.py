"""Own networks of three layers, the points in their own coordinates, one compiled loop.
"""

def network(inputs, outputs):
    x = start = keras.Input((inputs,))
    for _ in range(3):
        x = layers.Dense(64, activation="relu", kernel_initializer="he_normal")(x)
    return keras.Model(start, layers.Dense(outputs)(x))


def make_ring_generator():
    return network(6, 2)


def make_ring_discriminator():
    return network(2, 1)


def train_ring_gan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    means = tf.constant(centres, "float32")
    generator, discriminator = make_ring_generator(), make_ring_discriminator()
    rate = keras.optimizers.schedules.CosineDecay(5e-3, steps, alpha=0.02)
    g_adam, d_adam = (keras.optimizers.Adam(rate, beta_1=0.5) for _ in range(2))
    g_adam.build(generator.trainable_variables)
    d_adam.build(discriminator.trainable_variables)
    batch, gamma = 128, 0.03

    def step():
        which = tf.random.uniform((batch,), maxval=len(centres), dtype=tf.int32)
        real = tf.gather(means, which) + sigma * tf.random.normal((batch, 2))
        latents = tf.random.normal((batch, 6))
        with tf.GradientTape() as tape:
            with tf.GradientTape() as inner:
                inner.watch(real)
                logits = discriminator(real)
            slopes = inner.gradient(logits, real)
            d_loss = ops.mean(ops.softplus(-logits))
            d_loss += ops.mean(ops.softplus(discriminator(generator(latents))))
            total = d_loss + gamma / 2 * ops.mean(ops.sum(slopes**2, axis=1))
        d_slopes = tape.gradient(total, discriminator.trainable_variables)
        with tf.GradientTape() as tape:
            g_loss = ops.mean(ops.softplus(-discriminator(generator(latents))))
        g_slopes = tape.gradient(g_loss, generator.trainable_variables)
        d_adam.apply(d_slopes, discriminator.trainable_variables)
        g_adam.apply(g_slopes, generator.trainable_variables)
        return d_loss, g_loss

    @tf.function
    def loop():
        d, g = tf.TensorArray(tf.float32, steps), tf.TensorArray(tf.float32, steps)
        for i in tf.range(steps):
            d_loss, g_loss = step()
            d, g = d.write(i, d_loss), g.write(i, g_loss)
        return d.stack(), g.stack()

    d, g = loop()
    return generator, {"d_loss": d.numpy().tolist(), "g_loss": g.numpy().tolist()}
