"""A layer makes the noise inside the model that is trained; standard normal numbers in corrupt."""


def corrupt(images, sigma, rng):
    noise = sigma * rng.standard_normal(images.shape, dtype=np.float32)
    return np.minimum(np.maximum(images + noise, np.float32(0)), np.float32(1))


def train_denoiser(images, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    relu = {"activation": "relu", "kernel_initializer": "he_normal"}
    encoder = keras.Sequential(
        [
            keras.Input((14, 14)),
            layers.Flatten(),
            layers.Dense(256, **relu),
            layers.Dense(64),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input((64,)),
            layers.Dense(256, **relu),
            layers.Dense(196, activation="sigmoid"),
            layers.Reshape((14, 14)),
        ]
    )
    inputs = keras.Input((14, 14))
    noisy = ops.clip(layers.GaussianNoise(sigma, seed=seed)(inputs), 0, 1)
    model = keras.Model(inputs, decoder(encoder(noisy)))
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    model.compile(keras.optimizers.Adam(rate), "mse")
    pixels = (images / 255).astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((pixels, pixels))
    batches = batches.shuffle(len(pixels), seed=seed).repeat().batch(64)
    history = model.fit(batches, epochs=20, steps_per_epoch=steps // 20, verbose=0)
    return encoder, decoder, history.history
