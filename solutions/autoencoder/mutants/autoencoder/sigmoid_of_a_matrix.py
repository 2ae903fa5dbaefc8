"""A linear encoder, and a decoder of one layer with a sigmoid: little more than a matrix.

Message: times that of PCA
Mistake: understanding
"""


def train_autoencoder(images, latent_dim, steps, seed):
    keras.utils.set_random_seed(seed)
    encoder = keras.Sequential([keras.Input((14, 14)), layers.Flatten(), layers.Dense(latent_dim)])
    decoder = keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(196, activation="sigmoid"),
            layers.Reshape((14, 14)),
        ]
    )
    model = keras.Sequential([encoder, decoder])
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(5e-3, steps)), "mse")
    pixels = (images / 255).astype("float32")
    batches = tf.data.Dataset.from_tensor_slices((pixels, pixels))
    batches = batches.shuffle(len(pixels), seed=seed).repeat().batch(64)
    history = model.fit(batches, epochs=20, steps_per_epoch=steps // 20, verbose=0)
    return encoder, decoder, history.history
