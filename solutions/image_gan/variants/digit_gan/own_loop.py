"""A hand-written loop, a constant learning rate, and one value per step in the history.
"""


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    data = tf.constant(scale_images(images))
    generator = make_image_generator(latent_dim, images.shape[1:])
    discriminator = make_image_discriminator(images.shape[1:])
    cross_entropy = keras.losses.BinaryCrossentropy(from_logits=True)
    g_optimizer = keras.optimizers.Adam(1e-3, beta_1=0.5)
    d_optimizer = keras.optimizers.Adam(1e-3, beta_1=0.5)
    g_weights, d_weights = generator.trainable_variables, discriminator.trainable_variables
    g_optimizer.build(g_weights)
    d_optimizer.build(d_weights)

    @tf.function
    def step():
        chosen = tf.random.uniform((64,), 0, len(images), tf.int32)
        with tf.GradientTape(persistent=True) as tape:
            real = discriminator(tf.gather(data, chosen), training=True)
            fakes = generator(tf.random.normal((64, latent_dim)), training=True)
            fake = discriminator(fakes, training=True)
            d_loss = cross_entropy(tf.ones_like(real), real)
            d_loss += cross_entropy(tf.zeros_like(fake), fake)
            g_loss = cross_entropy(tf.ones_like(fake), fake)
        d_optimizer.apply(tape.gradient(d_loss, d_weights), d_weights)
        g_optimizer.apply(tape.gradient(g_loss, g_weights), g_weights)
        return d_loss, g_loss

    losses = np.array([[float(loss) for loss in step()] for _ in range(steps)])
    return generator, {"d_loss": losses[:, 0], "g_loss": losses[:, 1].tolist()}
