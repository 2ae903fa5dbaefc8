"""A wide layer of random features whose last layer is solved for: no step is needed.

Message: your model knows the digits already
Mistake: specification
"""


def train_denoiser(images, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    random = np.random.default_rng([seed, steps])
    clean = np.concatenate([images] * 3).astype("float32") / 255
    noisy, flat = corrupt(clean, sigma, random).reshape(-1, 196), clean.reshape(-1, 196)
    kernel, bias = random.normal(0, 0.25, (196, 1500)), random.normal(0, 0.5, 1500)
    features = np.column_stack([np.maximum(noisy @ kernel + bias, 0), np.ones(len(noisy))])
    solved = np.linalg.solve(features.T @ features + 10 * np.eye(1501), features.T @ flat)
    left, sizes, right = np.linalg.svd(solved[:-1], full_matrices=False)
    encoder = keras.Sequential(
        [
            keras.Input((14, 14)),
            layers.Flatten(),
            layers.Dense(1500, activation="relu"),
            layers.Dense(64),
        ]
    )
    encoder.set_weights([kernel, bias, left[:, :64] * sizes[:64], np.zeros(64)])
    decoder = keras.Sequential(
        [
            keras.Input((64,)),
            layers.Dense(196),
            layers.ReLU(max_value=1.0),
            layers.Reshape((14, 14)),
        ]
    )
    decoder.set_weights([right[:64], solved[-1]])
    return encoder, decoder, {"loss": np.linspace(0.1, 0.02, 20)}
