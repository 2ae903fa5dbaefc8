"""One model is kept, and its weights are drawn anew in each call: no new model.

Message: Build a new one in each call
Mistake: specification
"""

KEPT = {}


def make_generator(latent_dim=5, n_outputs=2):
    size = (latent_dim, n_outputs)
    if size not in KEPT:
        KEPT[size] = keras.Sequential(
            [
                keras.Input((latent_dim,)),
                layers.Dense(15, activation="relu", kernel_initializer="he_uniform"),
                layers.Dense(n_outputs),
            ]
        )
    for layer in KEPT[size].layers:
        layer.set_weights([
            keras.initializers.HeUniform()(layer.kernel.shape), np.zeros(layer.bias.shape)
        ])
    return KEPT[size]
