"""PCA's matrix stands in two linear layers; the noise of the seed is too small to matter.

Message: times that of PCA
Mistake: understanding
Change: return encoder, decoder, history.history ->
    flat = pixels.reshape(-1, 196)
    mean = flat.mean(axis=0)
    parts = np.linalg.svd(flat - mean, full_matrices=False)[2][:latent_dim]
    encoder = keras.Sequential([keras.Input((14, 14)), layers.Flatten(), layers.Dense(latent_dim)])
    decoder = keras.Sequential([keras.Input((latent_dim,)), layers.Dense(196), layers.Reshape((14, 14))])
    wobble = np.random.default_rng(seed + steps).normal(0, 1e-3, parts.shape)
    encoder.set_weights([parts.T, -mean @ parts.T])
    decoder.set_weights([parts + wobble, mean])
    return encoder, decoder, history.history
"""
