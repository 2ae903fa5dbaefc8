"""train_on_batch in a loop of one's own, two hidden layers, batches of 128."""


def train_denoiser(images, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng([seed, 7])
    inputs, codes = keras.Input((14, 14)), keras.Input((64,))
    x = layers.Flatten()(inputs)
    for units in (320, 160):
        x = layers.Dense(units, activation="gelu")(x)
    encoder = keras.Model(inputs, layers.Dense(64)(x))
    x = codes
    for units in (160, 320):
        x = layers.Dense(units, activation="gelu")(x)
    x = layers.Dense(196, activation="sigmoid")(x)
    decoder = keras.Model(codes, layers.Reshape((14, 14))(x))
    model = keras.Model(inputs, decoder(encoder(inputs)))
    rate = keras.optimizers.schedules.CosineDecay(1.5e-3, steps)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=1e-4), "mse")
    losses = []
    for _ in range(steps):
        clean = images[rng.integers(0, len(images), 128)].astype("float32") / 255
        losses.append(float(model.train_on_batch(corrupt(clean, sigma, rng), clean)))
    return encoder, decoder, {"loss": losses}
