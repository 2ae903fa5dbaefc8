"""Normal numbers become uniform through their cumulative distribution.
"""

from scipy.special import ndtr


def he_uniform(shape, rng):
    uniform = ndtr(rng.standard_normal(shape))
    return ((2 * uniform - 1) * np.sqrt(6 / shape[0])).astype(np.float32)
