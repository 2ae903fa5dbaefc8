"""The logarithm of the ratio of densities, which are 0 far away.

Message: The result of optimal_logit holds values that are not finite
Mistake: understanding
"""


def optimal_logit(x, real, fake):
    def density(mean, std):
        return np.exp(-(((x - mean) / std) ** 2) / 2) / std

    return np.log(density(*real) / density(*fake))
