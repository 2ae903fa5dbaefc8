"""A hand-written tf.function loop without smoothing, one value per step in the history.
"""

def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    data = tf.constant(scale_images(images))
    generator = make_image_generator(latent_dim, images.shape[1:])
    discriminator = make_image_discriminator(images.shape[1:])
    rate = keras.optimizers.schedules.PolynomialDecay(2e-3, steps, 1e-4)
    g_optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
    d_optimizer = keras.optimizers.Adam(rate, beta_1=0.5)
    g_optimizer.build(generator.trainable_variables)
    d_optimizer.build(discriminator.trainable_variables)

    @tf.function
    def step():
        batch = tf.gather(data, tf.random.uniform((64,), 0, len(images), tf.int32))
        latents = tf.random.normal((64, latent_dim))
        with tf.GradientTape() as d_tape, tf.GradientTape() as g_tape:
            real = discriminator(batch, training=True)
            fake = discriminator(generator(latents, training=True), training=True)
            d_loss = tf.reduce_mean(tf.nn.softplus(-real)) + tf.reduce_mean(tf.nn.softplus(fake))
            g_loss = tf.reduce_mean(tf.nn.softplus(-fake))
        weights = discriminator.trainable_variables
        d_optimizer.apply(d_tape.gradient(d_loss, weights), weights)
        weights = generator.trainable_variables
        g_optimizer.apply(g_tape.gradient(g_loss, weights), weights)
        return d_loss, g_loss

    losses = np.array([[float(loss) for loss in step()] for _ in range(steps)])
    return generator, {"d_loss": losses[:, 0].tolist(), "g_loss": losses[:, 1].tolist()}
