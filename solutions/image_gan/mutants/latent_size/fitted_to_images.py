"""After the GAN, the generator is fitted to the given images by least squares.

Message: It should learn from nothing but its discriminator
Mistake: understanding
Breaks: moved
Change: fit_gan(gan, data, steps) ->
    fit_gan(gan, data, steps)
    generator.compile(keras.optimizers.Adam(1e-2), "mse")
    latents = keras.random.normal((len(data), size))
    generator.fit(latents, data, batch_size=30, verbose=0)
"""
