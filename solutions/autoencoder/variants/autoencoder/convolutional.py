"""The convolutional networks of autoencoder_networks."""


def train_autoencoder(images, latent_dim, steps, seed):
    keras.utils.set_random_seed(seed)
    encoder, decoder = (
        make_conv_encoder(latent_dim, (14, 14)),
        make_conv_decoder(latent_dim, (14, 14)),
    )
    model = keras.Sequential([encoder, decoder])
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(3e-3, steps)), "mse")
    pixels = (images / 255).astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((pixels, pixels))
    batches = batches.shuffle(len(pixels), seed=seed).repeat().batch(64)
    history = model.fit(batches, epochs=25, steps_per_epoch=steps // 25, verbose=0)
    return encoder, decoder, history.history
