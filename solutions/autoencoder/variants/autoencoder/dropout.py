"""A little dropout in the encoder, and AdamW."""


def train_autoencoder(images, latent_dim, steps, seed):
    keras.utils.set_random_seed(seed)
    encoder = keras.Sequential(
        [
            keras.Input((14, 14)),
            layers.Flatten(),
            layers.Dropout(0.02),
            layers.Dense(192, activation="gelu"),
            layers.Dense(latent_dim),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(192, activation="gelu"),
            layers.Dense(196, activation="sigmoid"),
            layers.Reshape((14, 14)),
        ]
    )
    model = keras.Sequential([encoder, decoder])
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=1e-4), "mean_squared_error")
    pixels = (images / 255).astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((pixels, pixels))
    batches = batches.shuffle(len(pixels), seed=seed).repeat().batch(100)
    history = model.fit(batches, epochs=10, steps_per_epoch=steps // 10, verbose=0)
    return encoder, decoder, history.history
