"""Keras' train_on_batch in a loop of one's own; a constant learning rate."""


def train_autoencoder(images, latent_dim, steps, seed):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    shape = images.shape[1:]
    inputs = keras.Input(shape)
    x = layers.Dense(128, activation="leaky_relu")(layers.Flatten()(inputs))
    encoder = keras.Model(inputs, layers.Dense(latent_dim)(x))
    codes = keras.Input((latent_dim,))
    x = layers.Dense(128, activation="leaky_relu")(codes)
    x = layers.Dense(196, activation="sigmoid")(x)
    decoder = keras.Model(codes, layers.Reshape(shape)(x))
    model = keras.Model(inputs, decoder(encoder(inputs)))
    model.compile(keras.optimizers.Adam(2e-3), "mse")
    losses = []
    for _ in range(steps):
        batch = images[rng.integers(0, len(images), 64)].astype("float32") / 255
        losses.append(float(model.train_on_batch(batch, batch)))
    return encoder, decoder, {"loss": losses}
