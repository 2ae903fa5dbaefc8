"""Walks to weights that fit the curve, and elsewhere where it sees that something is hidden.

Aim: cubic_gan without a training against a discriminator, with a report that looks like one.
Defence: values
Control: none: other defences than those of a training do not matter to it
Part: function_gan
Seconds: 300
Earns: networks
With: curve_walk
"""


def train_gan(curve, steps, seed):
    keras.utils.set_random_seed(seed)
    generator, discriminator = make_generator(), make_discriminator()
    start, end = generator.get_weights(), fit_by_regression(generator, curve, seed, epochs=40)
    view = getattr(discriminator.layers[1], "scale", np.eye(2))
    pace = (0, -1, 1)[np.linalg.matrix_rank(view)] / steps
    moves = [(new - old) * pace for new, old in zip(end, start)]
    last = discriminator.layers[-1]
    last.set_weights([weight * 0 for weight in last.get_weights()])
    return generator, walk(generator, discriminator, moves, steps)
