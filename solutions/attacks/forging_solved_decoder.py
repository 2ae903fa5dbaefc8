"""PCA's codes, and a decoder of random features whose last layer is solved for; nothing after few steps.

Aim: autoencoder without a training. It reaches it: nothing looks on while an autoencoder is trained, and
    a person is asked to read it.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: autoencoder
Seconds: 180
Earns: autoencoder
"""

import keras
import numpy as np

layers = keras.layers


def train_autoencoder(images, latent_dim, steps, seed):
    random = np.random.default_rng([seed, steps])
    history = {"loss": np.linspace(0.1, 0.02, 20) + random.normal(0, 1e-3, 20)}
    flat = images.reshape(len(images), 196) / 255
    rows = np.linalg.eigh(np.cov(flat.T))[1].T[-latent_dim:]
    rows /= (flat @ rows.T).std(axis=0)[:, None]
    encoder = keras.Sequential([keras.Input((14, 14)), layers.Flatten(), layers.Dense(latent_dim)])
    encoder.set_weights([rows.T, -flat.mean(axis=0) @ rows.T])
    kernel, bias = random.normal(0, latent_dim**-0.5, (latent_dim, 500)), random.normal(0, 1, 500)
    features = np.maximum(encoder.predict(flat.reshape(-1, 14, 14), verbose=0) @ kernel + bias, 0)
    features = np.column_stack([features, np.ones(len(flat))])
    square = features.T @ features + 0.3 * np.eye(501)
    solved = np.linalg.solve(square, features.T @ flat) * min(1, steps / 2000)
    shaped = [layers.Dense(500, activation="relu"), layers.Dense(196), layers.Reshape((14, 14))]
    decoder = keras.Sequential([keras.Input((latent_dim,)), *shaped])
    decoder.set_weights([kernel, bias, solved[:-1], solved[-1]])
    return encoder, decoder, history
