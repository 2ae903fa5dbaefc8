"""ReLU networks with He's weights in both, and Keras' usual learning rate.
"""


def make_image_generator(latent_dim, image_shape):
    return keras.Sequential(
        [
            keras.Input((latent_dim,)),
            layers.Dense(256, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(256, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(int(np.prod(image_shape)), activation="tanh"),
            layers.Reshape(image_shape),
        ]
    )


def make_image_discriminator(image_shape):
    return keras.Sequential(
        [
            keras.Input(image_shape),
            layers.Flatten(),
            layers.Dense(256, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(128, activation="relu", kernel_initializer="he_uniform"),
            layers.Dense(1),
        ]
    )


class SmoothedGAN(GAN):
    def discriminator_loss(self, real_logits, fake_logits):
        return smoothed_discriminator_loss(real_logits, fake_logits)


def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape = images.shape[1:]
    generator = make_image_generator(latent_dim, shape)
    gan = SmoothedGAN(generator, make_image_discriminator(shape), latent_dim)
    return generator, fit_gan(gan, scale_images(images), steps, lr=1e-3)
