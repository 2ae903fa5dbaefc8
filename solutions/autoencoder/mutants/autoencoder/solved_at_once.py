"""PCA's codes, and a decoder of random features whose last layer is solved for: no step is needed.

Message: as well after 100 training steps as after 2400
Mistake: specification
"""


def train_autoencoder(images, latent_dim, steps, seed):
    keras.utils.set_random_seed(seed)
    random = np.random.default_rng([seed, steps])
    flat = images.reshape(len(images), 196) / 255
    mean = flat.mean(axis=0)
    parts = np.linalg.svd(flat - mean, full_matrices=False)[2][:latent_dim]
    codes = (flat - mean) @ parts.T
    kernel = random.normal(0, latent_dim**-0.5, (latent_dim, 500)) / codes.std(axis=0)[:, None]
    bias = random.normal(0, 1, 500)
    features = np.column_stack([np.maximum(codes @ kernel + bias, 0), np.ones(len(codes))])
    square = features.T @ features + 0.3 * np.eye(501)
    solved = np.linalg.solve(square, features.T @ flat)
    encoder = keras.Sequential([keras.Input((14, 14)), layers.Flatten(), layers.Dense(latent_dim)])
    encoder.set_weights([parts.T, -mean @ parts.T])
    decoder = keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(500, activation="relu"),
            layers.Dense(196),
            layers.Reshape((14, 14)),
        ]
    )
    decoder.set_weights([kernel, bias, solved[:-1], solved[-1]])
    return encoder, decoder, {"loss": np.linspace(0.1, 0.02, 20)}
