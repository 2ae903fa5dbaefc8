"""All images get new noise before each of 20 calls of fit; wider layers."""


def train_denoiser(images, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    relu = {"activation": "relu", "kernel_initializer": "he_normal"}
    encoder = keras.Sequential(
        [
            keras.Input((14, 14)),
            layers.Flatten(),
            layers.Dense(384, **relu),
            layers.Dense(64),
        ]
    )
    decoder = keras.Sequential(
        [
            keras.Input((64,)),
            layers.Dense(384, **relu),
            layers.Dense(196, activation="sigmoid"),
            layers.Reshape((14, 14)),
        ]
    )
    model = keras.Sequential([encoder, decoder])
    rate = keras.optimizers.schedules.CosineDecay(2e-3, steps)
    model.compile(keras.optimizers.Adam(rate), "mse")
    losses = []
    for _ in range(20):
        clean = rng.permutation(images).astype("float32") / 255
        clean = np.resize(clean, (64 * (steps // 20), 14, 14))
        fitted = model.fit(corrupt(clean, sigma, rng), clean, batch_size=64, verbose=0)
        losses += fitted.history["loss"]
    return encoder, decoder, {"loss": losses}
