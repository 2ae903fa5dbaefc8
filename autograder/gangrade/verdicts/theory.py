"""Right answers to questions about losses, games and distances, in float64."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, xlog1py, xlogy

from gangrade.verdicts.references import softplus

Array = NDArray[np.float64]

NAMES = ("minimax", "non_saturating", "least_squares", "hinge", "wasserstein")
ROLES = ("real", "fake", "generator")
SAYS = {
    "real": "the term of a real sample",
    "fake": "the term of a fake sample",
    "generator": "the generator's term",
}


def _cross_entropy(sign: float) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    """Return -ln of the probability of the label, and its derivative; sign is 1 for "real"."""
    return lambda x: softplus(-sign * x), lambda x: -sign * expit(-sign * x)


def _half_square(target: float) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    return lambda x: (x - target) ** 2 / 2, lambda x: x - target


def _margin(sign: float) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    return lambda x: np.maximum(0, 1 - sign * x), lambda x: np.where(sign * x < 1, -sign, 0.0)


def _line(slope: float) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    return lambda x: slope * x, lambda x: np.full_like(x, slope)


def _negative(
    pair: tuple[Callable[[Array], Array], Callable[[Array], Array]],
) -> tuple[Callable[[Array], Array], Callable[[Array], Array]]:
    return lambda x: -pair[0](x), lambda x: -pair[1](x)


_TERMS = {
    "minimax": (_cross_entropy(1), _cross_entropy(-1), _negative(_cross_entropy(-1))),
    "non_saturating": (_cross_entropy(1), _cross_entropy(-1), _cross_entropy(1)),
    "least_squares": (_half_square(1), _half_square(0), _half_square(1)),
    "hinge": (_margin(1), _margin(-1), _line(-1)),
    "wasserstein": (_line(-1), _line(1), _line(-1)),
}
"""Value and derivative of each term. Sources: Goodfellow et al., "Generative Adversarial Nets",
2014, section 3; Mao et al., "Least Squares Generative Adversarial Networks", 2017, equation 9; Lim
and Ye, "Geometric GAN", 2017; Arjovsky, Chintala and Bottou, "Wasserstein GAN", 2017, section 3."""


def loss_terms(name: str, x: NDArray[Any]) -> tuple[list[Array], list[Array]]:
    """Return the three terms of a loss for logits, and their derivatives.

    >>> values, slopes = loss_terms("minimax", np.zeros(1))
    >>> [round(float(v[0]), 4) for v in values], [float(s[0]) for s in slopes]
    ([0.6931, 0.6931, -0.6931], [-0.5, 0.5, -0.5])
    """
    logits = np.asarray(x, np.float64)
    pairs = _TERMS[name]
    return [np.asarray(v(logits)) for v, _ in pairs], [np.asarray(s(logits)) for _, s in pairs]


def not_terms(name: str, role: str, x: NDArray[Any]) -> dict[str, Array]:
    """Return what is often taken for a term of a loss, by what it is."""
    logits = np.asarray(x, np.float64)
    values, _ = loss_terms(name, logits)
    right = values[ROLES.index(role)]
    p = expit(logits)
    known = {
        "the negative of the right one": -right,
        "twice the right one": 2 * right,
        "half of the right one": right / 2,
        "the square of the right one": right**2,
    }
    if role == "generator":
        other = {"minimax": "non_saturating", "non_saturating": "minimax"}.get(name)
        if other is not None:
            known[f"that of the loss {other!r}"] = loss_terms(other, logits)[0][2]
        known["that of the discriminator for a real sample"] = values[0]
        known["that of the discriminator for a fake sample, which the generator does not want"] = (
            values[1]
        )
    if name == "least_squares":
        for target in (-1, 1):
            known[f"½ (x {'+' if target < 0 else '-'} 1)², with the target {target}"] = (
                logits - target
            ) ** 2 / 2
    if name == "wasserstein":
        known["made of the probability p, but this loss takes the logit itself"] = (
            p if role == "fake" else -p
        )
    return known


def recognised_array(values: NDArray[Any], known: Mapping[str, NDArray[Any]]) -> str:
    """Return a sentence if an array is one of those ``known`` by what they are; else nothing.

    >>> recognised_array(np.array([2.0, 4.0]), {"twice the right one": np.array([2.0, 4.0])})
    ' Yours is twice the right one.'
    """
    if not np.any(values):
        return ""
    names = [
        name
        for name, other in known.items()
        if np.shape(other) == np.shape(values) and np.allclose(values, other, rtol=1e-4, atol=1e-5)
    ]
    return f" Yours is {names[0]}." if names else ""


def generator_slope(name: str, x: NDArray[Any]) -> Array:
    """Return the derivative of the generator's term in the logit.

    >>> float(generator_slope("minimax", np.array(-5.0)).round(4))
    -0.0067
    """
    return loss_terms(name, x)[1][2]


def not_slopes(name: str, x: NDArray[Any]) -> dict[str, Array]:
    """Return what is often taken for that derivative, by what it is."""
    logits = np.asarray(x, np.float64)
    values, slopes = loss_terms(name, logits)
    p, other = np.maximum(expit(logits), 1e-300), np.maximum(expit(-logits), 1e-300)
    known = {
        "the negative of the right one": -slopes[2],
        "the derivative of the discriminator's term for a fake sample": slopes[1],
        "the derivative of the discriminator's term for a real sample": slopes[0],
        "the term itself, not its derivative": values[2],
    }
    if name in ("minimax", "non_saturating"):
        turned = "non_saturating" if name == "minimax" else "minimax"
        known[f"that of the loss {turned!r}"] = generator_slope(turned, logits)
        known["the derivative with respect to p; the logit x is asked for: multiply by dp/dx"] = (
            -1 / other if name == "minimax" else -1 / p
        )
    return known


def shift_gradient(name: str, a: float, b: float, *, theta: float, latents: Array) -> float:
    """Return the derivative in theta of the mean term of the generator z + theta."""
    return float(a * generator_slope(name, a * (latents + theta) + b).mean())


def not_shift_gradient(
    name: str, a: float, b: float, *, theta: float, latents: Array
) -> dict[str, float]:
    """Return what is often taken for that derivative, by what it is."""
    right = shift_gradient(name, a, b, theta=theta, latents=latents)
    logits = a * (latents + theta) + b
    return {
        "the right one divided by a; the logit is a·y + b, so the chain rule gives a factor": right
        / a,
        "a sum over the latents where a mean should be": right * len(latents),
        "the slope at the mean logit, not the mean of the slopes": a
        * float(generator_slope(name, logits.mean())),
        "what comes out without theta": shift_gradient(name, a, b, theta=0, latents=latents),
        "the negative of the right one": -right,
    }


def game_value(p: Array, q: Array, d: Array) -> float:
    """Return V = Σ p ln d + Σ q ln(1 - d) with 0 ln 0 = 0.

    >>> round(game_value(np.ones(1), np.ones(1), np.full(1, 0.5)), 4)
    -1.3863
    """
    return float(xlogy(p, d).sum() + xlog1py(q, -d).sum())


def optimal_discriminator(p: Array, q: Array) -> Array:
    """Return p / (p + q), and a half where both are 0.

    Source: Goodfellow et al., 2014, section 4.1.
    """
    both = p + q
    return np.where(both > 0, p / np.where(both > 0, both, 1), 0.5)


def js_divergence(p: Array, q: Array) -> float:
    """Return the Jensen-Shannon divergence in nats.

    >>> round(js_divergence(np.array([1.0, 0]), np.array([0, 1.0])), 4)
    0.6931
    """
    middle = (p + q) / 2
    return _kl(p, middle) / 2 + _kl(q, middle) / 2


def _kl(p: Array, q: Array) -> float:
    some = p > 0
    with np.errstate(divide="ignore"):
        return float((p[some] * np.log(p[some] / q[some])).sum())


def not_js(p: Array, q: Array) -> dict[str, float]:
    """Return what is often taken for the Jensen-Shannon divergence, by what it is."""
    right = js_divergence(p, q)
    return {
        "the square root of the right one": float(np.sqrt(right)),
        "twice the right one: each of the two parts counts half": 2 * right,
        "what logarithms with base 2 give": right / float(np.log(2)),
        "the Kullback-Leibler divergence of p from q": _kl(p, q),
        "the Kullback-Leibler divergence of q from p": _kl(q, p),
    }


def not_game_value(p: Array, q: Array, d: Array) -> dict[str, float]:
    """Return what is often taken for the value of the game, by what it is."""
    right = game_value(p, q, d)
    return {
        "the part of the real samples alone": float(xlogy(p, d).sum()),
        "half of the right one": right / 2,
        "the negative of the right one": -right,
        "what comes out with p and q exchanged": game_value(q, p, d),
        "what logarithms with base 2 give": right / float(np.log(2)),
    }


def not_optimal(p: Array, q: Array) -> dict[str, Array]:
    """Return what is often taken for the best discriminator, by what it is."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = p / q
    return {
        "q / (p + q); the discriminator says how probable *real* is, and p is real": 1
        - optimal_discriminator(p, q),
        "the ratio p / q": ratio,
        "a hard decision; a probability is asked for": (p > q).astype(np.float64),
    }


def optimal_logit(x: NDArray[Any], real: tuple[float, float], fake: tuple[float, float]) -> Array:
    """Return ln p(x) - ln q(x) for two normal distributions given as (mean, std).

    >>> float(optimal_logit(np.array(1.0), (0.0, 1.0), (2.0, 1.0)))
    0.0
    """
    (m1, s1), (m2, s2) = real, fake
    z1, z2 = (np.asarray(x, np.float64) - m1) / s1, (np.asarray(x, np.float64) - m2) / s2
    return np.asarray((z2 - z1) * (z2 + z1) / 2 + np.log(s2 / s1))


def not_optimal_logit(
    x: NDArray[Any], real: tuple[float, float], fake: tuple[float, float]
) -> dict[str, Array]:
    """Return what is often taken for that logit, by what it is."""
    right = optimal_logit(x, real, fake)
    (m1, s1), (m2, s2) = real, fake
    roots = (m1, float(np.sqrt(s1))), (m2, float(np.sqrt(s2)))
    return {
        "the negative of the right one": -right,
        "what comes out without the logarithms of the standard deviations": right
        - float(np.log(s2 / s1)),
        "what comes out if the standard deviations are taken for variances": optimal_logit(
            x, *roots
        ),
    }


def draw_probabilities(random: np.random.Generator, size: int, zeros: int = 0) -> Array:
    """Draw probabilities of ``size`` outcomes, of which so many are 0."""
    weights = random.dirichlet(np.full(size - zeros, 1.5))
    return np.asarray(random.permutation(np.concatenate([weights, np.zeros(zeros)])))


def saddle_points(values: NDArray[Any]) -> list[tuple[int, int]]:
    """Return the cells that are a largest of their row and a smallest of their column.

    >>> saddle_points(np.array([[3, 2], [1, 0]]))
    [(1, 0)]
    """
    rows, columns = values.shape
    return [
        (i, j)
        for i in range(rows)
        for j in range(columns)
        if values[i, j] >= values[i].max() and values[i, j] <= values[:, j].min()
    ]


def not_saddle_points(values: NDArray[Any]) -> dict[str, list[tuple[int, int]]]:
    """Return what is often taken for the equilibria, by what it is."""
    right = saddle_points(values)
    best_row = values >= values.max(axis=1, keepdims=True)
    best_column = values >= values.max(axis=0)

    def cells(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
        return [(int(i), int(j)) for i, j in np.argwhere(mask)]

    counts_row = best_row & ((values == values.max(axis=1, keepdims=True)).sum(1) == 1)[:, None]
    low = values <= values.min(axis=0)
    counts_low = low & ((values == values.min(axis=0)).sum(0) == 1)
    return {
        "the cells with the two players exchanged: rows belong to the generator, who minimises": [
            (j, i) for i, j in saddle_points(values.T)
        ],
        "the right cells as (column, row)": [(j, i) for i, j in right],
        "the first of the right cells only": right[:1],
        "what comes out if ties do not count": cells(counts_row & counts_low),
        "what comes out if both players maximise": cells(best_row & best_column),
        "where the smallest number of the table stands": cells(values <= values.min()),
    }


def exploitability(values: NDArray[Any], g_mix: Array, d_mix: Array) -> float:
    """Return what both players together could gain by a best reply to the other's mix.

    >>> exploitability(np.array([[1, -1], [-1, 1]]), np.array([0.5, 0.5]), np.array([1.0, 0]))
    1.0
    """
    return float((g_mix @ values).max() - (values @ d_mix).min())


def not_exploitability(values: NDArray[Any], g_mix: Array, d_mix: Array) -> dict[str, float]:
    """Return what is often taken for it, by what it is."""
    now = float(g_mix @ values @ d_mix)
    return {
        "the gain of the discriminator alone": float((g_mix @ values).max()) - now,
        "the gain of the generator alone": now - float((values @ d_mix).min()),
        "the negative of the right one": -exploitability(values, g_mix, d_mix),
        "the largest minus the smallest number of the table": float(np.ptp(values)),
        "what comes out with the two players exchanged": float(
            (values @ d_mix).max() - (g_mix @ values).min()
        ),
        "half of the right one": exploitability(values, g_mix, d_mix) / 2,
    }
