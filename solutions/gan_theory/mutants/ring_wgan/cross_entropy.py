"""A GAN of part 1: its history holds the mean logits, which are no distance.

Message: The history should hold the distances
Mistake: understanding
Breaks: history
"""

def train_ring_wgan(centres, sigma, steps, seed):
    keras.utils.set_random_seed(seed)
    real = gankit.sample_ring(50_000, centres, sigma, np.random.default_rng(seed))
    scale = real.std()
    generator = make_generator()
    gan = GAN(generator, make_critic(), generator.input_shape[1])
    rate = keras.optimizers.schedules.CosineDecay(1e-2, steps, alpha=0.02)
    history = fit_gan(gan, real / scale, steps, lr=rate, batch=256, epochs=50)
    last = generator.layers[-1]
    last.set_weights([weights * scale for weights in last.get_weights()])
    return generator, {"distance": history["d_loss"]}
