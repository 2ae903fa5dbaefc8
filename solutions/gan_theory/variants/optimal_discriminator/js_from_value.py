"""The divergence from the value of the best discriminator."""


def js_divergence(p, q):
    return (game_value(p, q, optimal_discriminator(p, q)) + np.log(4)) / 2
