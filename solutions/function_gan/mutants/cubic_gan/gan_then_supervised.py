"""A real GAN for the histories; then its generator is fitted to the curve by least squares, point by point.

Message: should learn from nothing but its discriminator
Mistake: understanding
Breaks: moved
With: training
Change: return generator, fit.history ->
    rng = np.random.default_rng(seed)
    latents = rng.standard_normal((20000, 5)).astype("float32")
    x1 = np.empty(20000)
    x1[np.argsort(latents[:, 0])] = np.linspace(-0.5, 0.5, 20000)
    inputs = keras.Input((5,))
    x = layers.Dense(64, activation="tanh")(inputs)
    x = layers.Dense(64, activation="tanh")(x)
    generator = keras.Model(inputs, layers.Dense(2)(x))
    generator.compile(optimizer=keras.optimizers.Adam(3e-3), loss="mse")
    points = np.column_stack([x1, curve(x1)])
    generator.fit(latents, points / scale, batch_size=200, epochs=15, verbose=0)
    kernel, bias = generator.layers[-1].get_weights()
    generator.layers[-1].set_weights([kernel * scale, bias * scale])
    return generator, fit.history
"""
