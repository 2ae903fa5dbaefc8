"""Right answers to questions about losses, games and distances, in float64."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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
    return _other_than(right, known)


def _other_than(right: Array, known: Mapping[str, Array]) -> dict[str, Array]:
    """Return those of the known values that are not right here: some losses share terms."""
    return {what: other for what, other in known.items() if not np.allclose(other, right)}


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
    return _other_than(slopes[2], known)


def shift_gradient(name: str, a: float, b: float, *, theta: float, latents: Array) -> float:
    """Return the derivative in theta of the mean term of the generator z + theta."""
    return float(a * generator_slope(name, a * (latents + theta) + b).mean())


def not_shift_gradient(
    name: str, a: float, b: float, *, theta: float, latents: Array
) -> dict[str, float]:
    """Return what is often taken for that derivative, by what it is."""
    right = shift_gradient(name, a, b, theta=theta, latents=latents)
    logits = a * (latents + theta) + b
    known = {
        "the right one divided by a; the logit is a·y + b, so the chain rule gives a factor": right
        / a,
        "a sum over the latents where a mean should be": right * len(latents),
        "the slope at the mean logit, not the mean of the slopes": a
        * float(generator_slope(name, logits.mean())),
        "what comes out without theta": shift_gradient(name, a, b, theta=0, latents=latents),
        "the negative of the right one": -right,
    }
    return {what: value for what, value in known.items() if not np.isclose(value, right)}


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
    right = optimal_discriminator(p, q)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = p / q
    nowhere = p + q == 0
    known = {"0, not ½, where p and q are both 0": np.where(nowhere, 0.0, right)}
    return (known if nowhere.any() else {}) | {
        "q / (p + q); the discriminator says how probable *real* is, and p is real": 1 - right,
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


# --- slopes of critics ----------------------------------------------------------------------------

Batch = NDArray[np.float32]


def penalty_case(
    random: np.random.Generator, shape: tuple[int, ...], hidden: int, activation: str
) -> tuple[list[Batch], Batch, Batch, Batch]:
    """Draw a critic's weights, real and fake data, and shares of the real ones.

    At no mix is a ReLU unit close to its kink, where rounding decides, nor a gradient close to 0.
    """
    n, inputs = shape[0], int(np.prod(shape[1:]))
    sizes = [inputs, hidden, 1] if hidden else [inputs, 1]
    weights: list[Batch] = []
    for fan_in, fan_out in itertools.pairwise(sizes):
        weights.append(random.normal(0, 1.5 / np.sqrt(fan_in), (fan_in, fan_out)).astype("float32"))
        weights.append(random.normal(0, 0.3, fan_out).astype("float32"))
    count = 20 * n + 100
    real = random.normal(0.7, 1, (count, inputs)).astype("float32")
    fake = random.normal(-0.7, 1, (count, inputs)).astype("float32")
    mix = random.uniform(0, 1, count).astype("float32")
    if hidden and activation == "relu":
        clear = np.ones(count, bool)
        for share in (mix, 1 - mix, np.ones_like(mix), np.zeros_like(mix)):
            before = _mixed(real, fake, share) @ weights[0] + weights[1]
            clear &= (np.abs(before) > 1e-3).all(axis=1)
            clear &= np.linalg.norm((before > 0) * weights[2][:, 0] @ weights[0].T, axis=1) > 0.05
        real, fake, mix = real[clear], fake[clear], mix[clear]
    return weights, real[:n].reshape(shape), fake[:n].reshape(shape), mix[:n]


def _mixed(real: NDArray[Any], fake: NDArray[Any], mix: NDArray[Any]) -> Array:
    share = np.asarray(mix, np.float64).reshape(-1, *[1] * (real.ndim - 1))
    return np.asarray(share * real + (1 - share) * fake)


def critic_gradients(
    weights: Sequence[NDArray[Any]], points: NDArray[Any], activation: str = "relu"
) -> Array:
    """Return the gradient of the critic's score in its input, of shape (n, inputs)."""
    x = np.asarray(points, np.float64).reshape(len(points), -1)
    w1, b1, *rest = (np.asarray(w, np.float64) for w in weights)
    if not rest:
        return np.repeat(w1.T, len(x), axis=0)
    before = x @ w1 + b1
    first = (before > 0) * 1.0 if activation == "relu" else 1 - np.tanh(before) ** 2
    return np.asarray((first * rest[0][:, 0]) @ w1.T)


def gradient_penalty(
    weights: Sequence[NDArray[Any]],
    points: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
    activation: str = "relu",
) -> tuple[float, list[Array]]:
    """Return the penalty for (real, fake, mix), and its gradient in the weights, by hand.

    Source: Gulrajani et al., "Improved Training of Wasserstein GANs", 2017, algorithm 1.

    >>> x = np.zeros((1, 2))
    >>> value, _ = gradient_penalty([np.array([[3.0], [4.0]]), np.zeros(1)], (x, x, np.ones(1)))
    >>> value
    16.0
    """
    mixed = _mixed(*points)
    x = mixed.reshape(len(mixed), -1)
    w1, b1, *rest = (np.asarray(w, np.float64) for w in weights)
    gradient = critic_gradients(weights, mixed, activation)
    norms = np.linalg.norm(gradient, axis=1, keepdims=True)
    outer = 2 * (norms - 1) / norms * gradient / len(x)
    value = float(((norms - 1) ** 2).mean())
    if not rest:
        return value, [outer.sum(0)[:, None], np.zeros_like(b1)]
    w2, b2 = rest[0][:, 0], rest[1]
    before = x @ w1 + b1
    if activation == "relu":
        first, second = (before > 0).astype(np.float64), np.zeros_like(before)
    else:
        first = 1 - np.tanh(before) ** 2
        second = -2 * np.tanh(before) * first
    back = outer @ w1
    to_before = back * w2 * second
    to_w1 = outer.T @ (first * w2) + x.T @ to_before
    return value, [to_w1, to_before.sum(0), (first * back).sum(0)[:, None], np.zeros_like(b2)]


def not_penalty(
    weights: Sequence[NDArray[Any]],
    points: tuple[NDArray[Any], NDArray[Any], NDArray[Any]],
    activation: str = "relu",
) -> dict[str, Array]:
    """Return what is often taken for the penalty, by what it is."""
    real, fake, mix = points
    gradient = critic_gradients(weights, _mixed(*points), activation)
    norms = np.linalg.norm(gradient, axis=1)
    n, size = gradient.shape
    ones = np.ones_like(mix)

    def at(share: NDArray[Any]) -> float:
        return gradient_penalty(weights, (real, fake, share), activation)[0]

    known = {
        "what comes out at the real samples": at(ones),
        "what comes out at the generated samples": at(0 * ones),
        "what comes out if mix is the share of the generated sample": at(1 - mix),
        "(mean norm - 1)²; take the mean last": (norms.mean() - 1) ** 2,
        "what comes out with one norm for the whole batch": (np.linalg.norm(gradient) - 1) ** 2,
        "what comes out with squared norms": ((norms**2 - 1) ** 2).mean(),
        "the mean squared norm, which is another penalty (R1)": (norms**2).mean(),
        "what comes out with the gradient of the mean score, which is n times smaller": (
            (norms / n - 1) ** 2
        ).mean(),
        "what comes out if the squares are averaged over the numbers of a sample, not added": (
            (norms / np.sqrt(size) - 1) ** 2
        ).mean(),
        "what comes out if only norms above 1 are punished": (np.maximum(norms - 1, 0) ** 2).mean(),
        "ten times the right one; the factor lambda is not asked for": 10 * at(mix),
    }
    return {what: np.asarray(value, np.float64) for what, value in known.items()}


def power_iteration(kernel: NDArray[Any], u: NDArray[Any], steps: int) -> tuple[float, Array]:
    """Return sigma and u after so many steps.

    >>> sigma, u = power_iteration(np.diag([3.0, 1.0]), np.ones(2), 1)
    >>> round(sigma, 4), u.round(4).tolist()
    (2.8636, [0.9939, 0.1104])
    """
    for _ in range(steps):
        v = kernel @ u
        v = v / np.linalg.norm(v)
        u = kernel.T @ v
        u = u / np.linalg.norm(u)
    return float(v @ kernel @ u), np.asarray(u)


def as_matrix(kernel: NDArray[Any]) -> Array:
    """Return a kernel as a matrix whose columns are the outputs."""
    return np.asarray(kernel, np.float64).reshape(-1, kernel.shape[-1])


def largest_singular_value(kernel: NDArray[Any]) -> float:
    """Return that of a kernel as a matrix."""
    return float(np.linalg.svd(as_matrix(kernel), compute_uv=False)[0])


def draw_kernel(random: np.random.Generator, shape: tuple[int, ...], sigma: float) -> Array:
    """Draw a kernel with this largest singular value; the second is at most 0.9 of it."""
    columns = shape[-1]
    rows = int(np.prod(shape[:-1]))
    left = np.linalg.qr(random.normal(0, 1, (rows, rows)))[0]
    right = np.linalg.qr(random.normal(0, 1, (columns, columns)))[0]
    count = min(rows, columns)
    values = np.sort(random.uniform(0.1, 0.85, count))[::-1]
    values[0] = 1.0
    matrix = left[:, :count] * values @ right[:count]
    return np.asarray(sigma * matrix).reshape(shape)


def not_bound(kernels: Sequence[NDArray[Any]]) -> dict[str, float]:
    """Return what is often taken for the bound of a network, by what it is."""
    matrices = [as_matrix(kernel) for kernel in kernels]
    sigmas = np.array([largest_singular_value(kernel) for kernel in kernels])
    return {
        "the product of the Frobenius norms (the roots of the sums of squares)": float(
            np.prod([np.linalg.norm(m) for m in matrices])
        ),
        "the product of the squared singular values": float(np.prod(sigmas**2)),
        "the product of the largest entries": float(np.prod([abs(m).max() for m in matrices])),
        "the product of the largest sums of a row": float(
            np.prod([abs(m).sum(1).max() for m in matrices])
        ),
        "the product of the largest sums of a column": float(
            np.prod([abs(m).sum(0).max() for m in matrices])
        ),
        "the sum of the largest singular values, not their product": float(sigmas.sum()),
        "their mean, not their product": float(sigmas.mean()),
        "the largest of them, not their product": float(sigmas.max()),
    }


# --- a step of a Wasserstein GAN ------------------------------------------------------------------


@dataclass(frozen=True)
class WganCase:
    """One setting in which a step follows from its weights alone, whatever is drawn in it.

    Either the critic is linear, so that its gradient is the same everywhere, or the penalty has no
    weight. And the generator's latents are 0.
    """

    n_critic: int
    weight: float
    hidden: int
    """Units of the critic's hidden layer; 0 if it is linear."""
    batch: int


WGAN_CASES = (
    WganCase(n_critic=1, weight=1.0, hidden=0, batch=19),
    WganCase(n_critic=2, weight=10.0, hidden=0, batch=13),
    WganCase(n_critic=5, weight=0.0, hidden=0, batch=11),
    WganCase(n_critic=3, weight=0.0, hidden=11, batch=17),
)
WGAN_VALUES = {
    "c_loss": "the loss of the last critic update, before it: mean score of the fakes - mean score "
    "of the real points + weight · penalty.",
    "g_loss": "-(mean score of the fakes), before the generator's update and with the critic as it "
    "is after its own.",
    "distance": "the mean score of the real points minus that of the fakes in the last critic "
    "update, before it, and without the penalty.",
}
"""What each value of a step is."""
_CLEAR = 1e-4
"""So far is no hidden unit from its kink, where rounding would decide."""


@dataclass(frozen=True)
class WganStep:
    """What a step leads to."""

    weights: Mapping[str, list[Array]]
    """Those of the ``generator`` and of the ``critic``."""
    values: Mapping[str, float]
    """By the names in ``WGAN_VALUES``."""
    clear: float
    """How far the unit that is nearest to its kink is from it."""

    @property
    def size(self) -> float:
        """How large the values are: what rounding is measured against."""
        return 1 + max(abs(value) for value in self.values.values())


def wgan_case(
    random: np.random.Generator, case: WganCase, rates: tuple[float, float] = (0.05, 0.02)
) -> tuple[list[Batch], list[Batch], Batch]:
    """Draw generator, critic and real points; in three steps no unit comes near its kink."""
    while True:
        g = [random.normal(0, 0.5, s).astype(np.float32) for s in [(4, 9), (9,), (9, 2), (2,)]]
        shapes: list[tuple[int, ...]] = [(2, 1), (1,)]
        if case.hidden:
            shapes = [(2, case.hidden), (case.hidden,), (case.hidden, 1), (1,)]
        c = [random.normal(0, 0.8, shape).astype(np.float32) for shape in shapes]
        real = random.normal(1, 1, (case.n_critic * case.batch, 2)).astype(np.float32)
        clear = np.inf
        after: Mapping[str, Sequence[NDArray[Any]]] = {"generator": g, "critic": c}
        for _ in range(3):
            step = wgan_step(after["generator"], after["critic"], real, case=case, rates=rates)
            clear, after = min(clear, step.clear), step.weights
        if clear > _CLEAR:
            return g, c, real


def wgan_step(
    generator: Sequence[NDArray[Any]],
    critic: Sequence[NDArray[Any]],
    real: NDArray[Any],
    case: WganCase,
    *,
    rates: tuple[float, float],
    sign: float = 1.0,
    updates: int | None = None,
) -> WganStep:
    """Return what one step with latents that are 0 leads to.

    The generator is one hidden ReLU layer and a linear one. ``sign`` -1 exchanges real and fake for
    the critic, and it makes ``updates``, if not all. Source: Gulrajani et al., "Improved Training
    of Wasserstein GANs", 2017, algorithm 1.

    >>> zero = [np.zeros(shape) for shape in [(4, 3), 3, (3, 2), 2]]
    >>> case = WganCase(n_critic=1, weight=0.0, hidden=0, batch=1)
    >>> critic, real = [np.ones((2, 1)), np.zeros(1)], np.ones((1, 2))
    >>> step = wgan_step(zero, critic, real, case=case, rates=(1, 1))
    >>> step.weights["critic"][0].tolist(), step.weights["generator"][3].tolist()
    ([[2.0], [2.0]], [2.0, 2.0])
    >>> step.values["c_loss"], step.values["distance"]
    (-2.0, 2.0)
    """
    g = [np.asarray(w, np.float64) for w in generator]
    c = [np.asarray(w, np.float64) for w in critic]
    g_rate, c_rate = rates
    parts = np.split(np.asarray(real, np.float64), case.n_critic)
    share = np.full((case.batch, 1), 1 / case.batch)
    active = np.maximum(g[1], 0)
    fake = np.tile(active @ g[2] + g[3], (case.batch, 1))
    distance, c_loss, clear = 0.0, 0.0, float(np.abs(g[1]).min())
    for part in parts[: case.n_critic if updates is None else updates]:
        if case.hidden:
            before = np.concatenate([part, fake]) @ c[0] + c[1]
            clear = min(clear, float(np.abs(before).min()))
        distance = float((_score(c, part) - _score(c, fake)).mean())
        up, down = _weight_gradients(c, fake, share), _weight_gradients(c, part, share)
        gradients = [sign * (a - b) for a, b in zip(up, down, strict=True)]
        c_loss = -sign * distance
        if not case.hidden:
            norm = np.linalg.norm(c[0])
            gradients[0] = gradients[0] + 2 * case.weight * (norm - 1) * c[0] / norm
            c_loss += case.weight * float(norm - 1) ** 2
        c = [w - c_rate * gradient for w, gradient in zip(c, gradients, strict=True)]
    if case.hidden:
        clear = min(clear, float(np.abs(fake @ c[0] + c[1]).min()))
    g_loss = -float(_score(c, fake).mean())
    to_fake = -critic_gradients(c, fake[:1])[0]
    inner = (g[2] @ to_fake) * (g[1] > 0)
    moves = [np.zeros_like(g[0]), inner, np.outer(active, to_fake), to_fake]
    g = [w - g_rate * move for w, move in zip(g, moves, strict=True)]
    values = {"c_loss": c_loss, "g_loss": g_loss, "distance": distance}
    return WganStep({"generator": g, "critic": c}, values, clear)


def not_wgan_steps(
    generator: Sequence[NDArray[Any]],
    critic: Sequence[NDArray[Any]],
    real: NDArray[Any],
    case: WganCase,
    *,
    rates: tuple[float, float],
) -> dict[str, WganStep]:
    """Return what steps lead to that are wrong in one respect, by the words for it.

    Where such a step is the right one, it is left out.
    """
    first = np.tile(np.asarray(real)[: case.batch], (case.n_critic, 1))
    steps: dict[str, tuple[NDArray[Any], WganCase, dict[str, Any]]] = {
        "if the critic gives fakes the high scores": (real, case, {"sign": -1.0}),
        "if each critic update gets the first batch": (first, case, {}),
        "of one critic update": (real, case, {"updates": 1}),
        "of one critic update too few": (real, case, {"updates": case.n_critic - 1}),
        "if the penalty is taken off the loss": (real, replace(case, weight=-case.weight), {}),
        "without a penalty": (real, replace(case, weight=0.0), {}),
        "with the weight 1": (real, replace(case, weight=1.0), {}),
    }
    right = wgan_step(generator, critic, real, case=case, rates=rates)
    found = {
        words: wgan_step(generator, critic, points, case=other, rates=rates, **options)
        for words, (points, other, options) in steps.items()
    }
    return {
        words: step
        for words, step in found.items()
        if weights_off(step.weights["critic"], right.weights["critic"]) > 1e-3
    }


def weights_off(mine: Sequence[NDArray[Any]], right: Sequence[NDArray[Any]]) -> float:
    """Return by how much weights deviate at most, in units of the larger of 1 and the right ones.

    >>> weights_off([np.array([1.0, 4.5])], [np.array([1.0, 5.0])])
    0.1
    """
    return max(
        float((np.abs(a - b) / np.maximum(1, np.abs(b))).max())
        for a, b in zip(mine, right, strict=True)
    )


def _score(critic: list[Array], x: Array) -> Array:
    if len(critic) == 2:
        return np.asarray(x @ critic[0] + critic[1])
    return np.asarray(np.maximum(x @ critic[0] + critic[1], 0) @ critic[2] + critic[3])


def _weight_gradients(critic: list[Array], x: Array, delta: Array) -> list[Array]:
    """Return the gradients in the weights, given the one for the scores."""
    if len(critic) == 2:
        return [x.T @ delta, delta.sum(0)]
    active = np.maximum(x @ critic[0] + critic[1], 0)
    inner = (delta @ critic[2].T) * (active > 0)
    return [x.T @ inner, inner.sum(0), active.T @ delta, delta.sum(0)]
