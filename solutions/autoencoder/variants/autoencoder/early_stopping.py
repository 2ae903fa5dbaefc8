"""A share of the images is held out, and training stops where these get no better."""


def train_autoencoder(images, latent_dim, steps, seed):
    keras.utils.set_random_seed(seed)
    relu = {"activation": "relu", "kernel_initializer": "he_normal"}
    encoder = keras.Sequential(
        [
            keras.Input((14, 14)),
            layers.Flatten(),
            layers.Dense(128, **relu),
            layers.Dense(latent_dim),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(128, **relu),
            layers.Dense(196, activation="sigmoid"),
            layers.Reshape((14, 14)),
        ]
    )
    model = keras.Sequential([encoder, decoder])
    model.compile(keras.optimizers.Adam(2e-3), "mse")
    shuffled = np.random.default_rng(seed).permutation(images).astype("float32") / 255
    held, pixels = np.split(shuffled, [len(images) // 20])
    batches = tf.data.Dataset.from_tensor_slices((pixels, pixels)).repeat()
    batches = batches.shuffle(2000, seed=seed).batch(64)
    stop = keras.callbacks.EarlyStopping("val_loss", patience=6, restore_best_weights=True, start_from_epoch=10)
    history = model.fit(
        batches,
        epochs=50,
        steps_per_epoch=steps // 50,
        validation_data=(held, held),
        callbacks=[stop],
        verbose=0,
    )
    return encoder, decoder, history
