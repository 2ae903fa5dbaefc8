"""SciPy's xlogy and rel_entr know 0 ln 0."""

from scipy.special import rel_entr, xlogy


def optimal_discriminator(p, q):
    with np.errstate(invalid="ignore"):
        return np.where(p + q == 0, 0.5, p / (p + q))


def game_value(p, q, d):
    return xlogy(p, d).sum() + xlogy(q, 1 - d).sum()


def js_divergence(p, q):
    m = 0.5 * (p + q)
    return float(0.5 * rel_entr(p, m).sum() + 0.5 * rel_entr(q, m).sum())
