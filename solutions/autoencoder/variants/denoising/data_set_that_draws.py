"""A data set draws the noise; cross-entropy in place of the squared error."""


def corrupt(images, sigma, rng):
    noisy = np.empty_like(images)
    for number, image in enumerate(images):
        noisy[number] = np.clip(rng.normal(image, sigma), 0, 1)
    return noisy


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
    model = keras.Sequential([encoder, decoder])
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    model.compile(keras.optimizers.Adam(rate), "binary_crossentropy")

    def noisy(clean):
        noise = tf.random.normal(tf.shape(clean), 0, sigma)
        return tf.clip_by_value(clean + noise, 0, 1), clean

    pixels = tf.data.Dataset.from_tensor_slices((images / 255).astype("float32"))
    batches = pixels.shuffle(len(images), seed=seed).repeat().batch(64).map(noisy)
    history = model.fit(batches, epochs=10, steps_per_epoch=steps // 10, verbose=0)
    return encoder, decoder, history.history
