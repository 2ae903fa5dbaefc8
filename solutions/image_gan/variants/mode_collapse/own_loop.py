"""A hand-written tf.function loop, own networks, one value per step in the history.
"""

def network(inputs, outputs):
    x = keras.Input((inputs,))
    y = layers.Dense(80, activation="relu", kernel_initializer="he_uniform")(x)
    y = layers.Dense(80, activation="relu", kernel_initializer="he_uniform")(y)
    return keras.Model(x, layers.Dense(outputs)(y))


def make_ring_generator(latent_dim=3):
    return network(latent_dim, 2)


def make_ring_discriminator():
    return network(2, 1)


def train_ring_gan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    points = gankit.sample_ring(40_000, centres, sigma, np.random.default_rng(seed))
    radius = float(np.linalg.norm(centres, axis=1).max())
    data = tf.constant(points / radius)

    generator, discriminator = make_ring_generator(), make_ring_discriminator()
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.01)
    g_optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
    d_optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
    g_weights, d_weights = generator.trainable_variables, discriminator.trainable_variables
    g_optimizer.build(g_weights)
    d_optimizer.build(d_weights)

    @tf.function
    def step():
        batch = tf.gather(data, tf.random.uniform((256,), 0, 40_000, tf.int32))
        with tf.GradientTape() as tape:
            with tf.GradientTape() as inner:
                inner.watch(batch)
                real = discriminator(batch)
            slope = inner.gradient(real, batch)
            fake = discriminator(generator(tf.random.normal((256, 3))))
            d_loss = tf.reduce_mean(tf.nn.softplus(-real)) + tf.reduce_mean(tf.nn.softplus(fake))
            total = d_loss + 0.01 * tf.reduce_mean(tf.reduce_sum(slope**2, axis=1))
        d_optimizer.apply(tape.gradient(total, d_weights), d_weights)
        with tf.GradientTape() as tape:
            fake = discriminator(generator(tf.random.normal((256, 3))))
            g_loss = tf.reduce_mean(tf.nn.softplus(-fake))
        g_optimizer.apply(tape.gradient(g_loss, g_weights), g_weights)
        return d_loss, g_loss

    history = {"d_loss": [], "g_loss": []}
    for _ in range(steps):
        d_loss, g_loss = step()
        history["d_loss"].append(float(d_loss))
        history["g_loss"].append(float(g_loss))
    scaling = layers.Rescaling(radius)
    return keras.Sequential([keras.Input((3,)), generator, scaling]), history
