"""The decoder's kernels are those of the encoder, transposed; a loop with a gradient tape."""


def train_autoencoder(images, latent_dim, steps, seed):
    keras.utils.set_random_seed(seed)
    encoder = keras.Sequential(
        [
            keras.Input((14, 14)),
            layers.Flatten(),
            layers.Dense(160, activation="relu", kernel_initializer="he_normal"),
            layers.Dense(latent_dim),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(160, activation="relu"),
            layers.Dense(196, activation="sigmoid"),
            layers.Reshape((14, 14)),
        ]
    )
    first, second = encoder.layers[1:]
    inner, outer = decoder.layers[:2]
    weights = [*encoder.trainable_variables, inner.bias, outer.bias]
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(3e-3, steps))

    @tf.function
    def step(batch):
        with tf.GradientTape() as tape:
            hidden = tf.nn.relu(
                tf.matmul(encoder(batch), second.kernel, transpose_b=True) + inner.bias
            )
            made = tf.sigmoid(tf.matmul(hidden, first.kernel, transpose_b=True) + outer.bias)
            loss = tf.reduce_mean((tf.reshape(batch, (-1, 196)) - made) ** 2)
        optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights, strict=True))
        return loss

    pixels = tf.data.Dataset.from_tensor_slices((images / 255).astype("float32"))
    batches = pixels.shuffle(len(images), seed=seed).repeat().batch(64).take(steps)
    losses = [float(step(batch)) for batch in batches]
    inner.kernel.assign(tf.transpose(second.kernel))
    outer.kernel.assign(tf.transpose(first.kernel))
    return encoder, decoder, {"loss": losses}
