"""Wide networks and large steps, for which 100 of them are nearly enough, or are."""


def train_autoencoder(images, latent_dim, steps, seed):
    keras.utils.set_random_seed(seed)
    wide = {"activation": "relu", "kernel_initializer": "he_normal"}
    encoder = keras.Sequential(
        [
            keras.Input((14, 14)),
            layers.Flatten(),
            layers.Dense(512, **wide),
            layers.Dense(latent_dim),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(512, **wide),
            layers.Dense(196, activation="sigmoid"),
            layers.Reshape((14, 14)),
        ]
    )
    model = keras.Sequential([encoder, decoder])
    rate = keras.optimizers.schedules.CosineDecay(8e-3, steps)
    model.compile(keras.optimizers.Nadam(rate), "binary_crossentropy", steps_per_execution=5)
    pixels = (images / 255).astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((pixels, pixels))
    batches = batches.shuffle(len(pixels), seed=seed).repeat().batch(64)
    history = model.fit(batches, epochs=20, steps_per_epoch=steps // 20, verbose=0)
    return encoder, decoder, history.history
