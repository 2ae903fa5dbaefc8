"""Without a bias, the mean is left out.

Message: without a bias, fold_scale should raise a ValueError
Mistake: specification
"""


def fold_scale(generator, mean, scale):
    last = generator
    while hasattr(last, "layers"):
        last = last.layers[-1]
    if last.get_weights():
        kernel, *bias = last.get_weights()
        last.set_weights([kernel * scale, *[b * scale + mean for b in bias]])
    return generator
