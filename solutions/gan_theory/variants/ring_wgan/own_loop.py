"""A loop of its own in place of fit, LeakyReLU in the critic, one value per step in the history.
"""

def network(inputs, outputs, slope):
    x = y = keras.Input((inputs,))
    for _ in range(2):
        y = layers.LeakyReLU(slope)(layers.Dense(80, kernel_initializer="he_uniform")(y))
    return keras.Model(x, layers.Dense(outputs)(y))


def make_generator(latent_dim=3):
    return network(latent_dim, 2, slope=0.0)


def make_critic():
    return network(2, 1, slope=0.2)


def train_ring_wgan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    points = gankit.sample_ring(40_000, centres, sigma, np.random.default_rng(seed))
    radius = float(np.linalg.norm(centres, axis=1).max())
    data = tf.constant(points / radius)
    wgan = WGAN(make_generator(), make_critic(), 3, n_critic=2, weight=0.5)
    rate = keras.optimizers.schedules.CosineDecay
    wgan.compile(
        g_optimizer=keras.optimizers.Adam(rate(5e-3, steps, alpha=0.01), 0.0, 0.9),
        c_optimizer=keras.optimizers.Adam(rate(5e-3, 2 * steps, alpha=0.01), 0.0, 0.9),
    )
    wgan.g_optimizer.build(wgan.generator.trainable_variables)
    wgan.c_optimizer.build(wgan.critic.trainable_variables)

    @tf.function
    def step():
        rows = tf.random.uniform((2 * 96,), 0, 40_000, tf.int32)
        return wgan.train_step(tf.gather(data, rows))["distance"]

    distances = [float(step()) for _ in range(steps)]
    scaling = layers.Rescaling(radius)
    return keras.Sequential([keras.Input((3,)), wgan.generator, scaling]), {"distance": distances}
