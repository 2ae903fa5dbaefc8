"""Hidden layers start with the notebook's own he_uniform, wrapped for Keras.

Change make_generator: kernel_initializer="he_uniform" -> kernel_initializer=he
Change make_discriminator: kernel_initializer="he_uniform" -> kernel_initializer=he
"""

def he(shape, dtype=None):
    rng = np.random.default_rng(np.random.randint(2**31))  # Keras' seed sets NumPy's too
    return ops.convert_to_tensor(he_uniform(shape, rng), dtype=dtype)
