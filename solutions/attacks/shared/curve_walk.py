"""A walk to weights that fit a curve by regression, with a report that looks like a training's.

With: curve_networks
"""

import tensorflow as tf


def fit_by_regression(generator, curve, seed, epochs):
    """Return the weights of a copy whose points lie on the curve, sorted by the first latent."""
    fitted = keras.models.clone_model(generator)
    latents = np.random.default_rng(seed).standard_normal((4000, 5)).astype("float32")
    x = latents[:, 0].argsort().argsort() / 3999 - 0.5
    fitted.compile(keras.optimizers.Adam(1e-2), "mse")
    fitted.fit(latents, np.column_stack([x, curve(x)]), epochs=epochs, verbose=0)
    return fitted.get_weights()


def walk(generator, discriminator, moves, steps):
    """Add the moves to the generator's weights in each step; return losses as GANs have them."""

    @tf.function
    def step():
        fake = generator(tf.random.normal((64, 5)))
        logits = discriminator(fake)
        for weight, move in zip(generator.weights, moves):
            weight.assign_add(move)
        for weight in discriminator.weights:
            weight.assign_add(1e-5 * tf.random.normal(weight.shape))
        return tf.reduce_mean(tf.nn.softplus(logits)), tf.reduce_mean(tf.nn.softplus(-logits))

    losses = np.array([step() for _ in range(steps)])
    return {"d_loss": losses.sum(axis=1), "g_loss": losses[:, 1]}
