"""The generator in the record is a moving average (EMA) of the trained one, copied with clone_model.
"""

class AverageGAN(GAN):
    def __init__(self, generator, discriminator, latent_dim):
        super().__init__(generator, discriminator, latent_dim)
        self.average = keras.models.clone_model(generator)

    def train_step(self, real):
        losses = super().train_step(real)
        for mean, weight in zip(self.average.variables, self.generator.variables):
            mean.assign(0.9 * mean + 0.1 * weight)
        return losses


def latent_study(sizes, images, steps, seed):
    records = []
    for size in sizes:
        keras.utils.set_random_seed(seed)
        shape = images.shape[1:]
        gan = AverageGAN(make_image_generator(size, shape), make_image_discriminator(shape), size)
        start = time.perf_counter()
        fit_gan(gan, scale_images(images), steps)
        records.append({"latent_dim": size, "generator": gan.average, "seconds": time.perf_counter() - start})
        records[-1]["parameters"] = sum(math.prod(w.shape) for w in gan.average.trainable_weights)
        records[-1]["distance"] = gankit.frechet_distance(images, gan.average)
    return records
