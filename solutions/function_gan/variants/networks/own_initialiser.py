"""Hidden layers start with the notebook's own he_uniform, wrapped for Keras.
"""

def he(shape, dtype=None):
    rng = np.random.default_rng(np.random.randint(2**31))  # Keras' seed sets NumPy's too
    return ops.convert_to_tensor(he_uniform(shape, rng), dtype=dtype)


def make_generator(latent_dim=5, n_outputs=2):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(15, activation="relu", kernel_initializer=he),
            layers.Dense(n_outputs),
        ]
    )


def make_discriminator(n_inputs=2):
    return keras.Sequential(
        [
            keras.Input((n_inputs,)),
            layers.Dense(25, activation="relu", kernel_initializer=he),
            layers.Dense(1),
        ]
    )
