"""Right answers to questions about measures of samples, in float64."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from scipy.special import entr, rel_entr
from scipy.stats import ks_2samp, wasserstein_distance

Array = NDArray[np.float64]


def wasserstein(a: Array, b: Array) -> float:
    """Return the Wasserstein distance between two sets of numbers."""
    return float(wasserstein_distance(a, b))


def root(matrix: Array) -> Array:
    """Return the symmetric positive semidefinite root of such a matrix."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T)


def frechet(mean1: Array, cov1: Array, mean2: Array, cov2: Array) -> float:
    """Return the Fréchet distance of two normal distributions, squared as in FID.

    The eigenvalues of C1·C2 are the squares of the singular values of C1^½ C2^½: real and not
    negative, whatever the ranks. Source: Dowson and Landau, "The Fréchet distance between
    multivariate normal distributions", 1982.
    """
    overlap = np.linalg.svd(root(cov1) @ root(cov2), compute_uv=False).sum()
    shift = mean1 - mean2
    return float(shift @ shift + np.trace(cov1) + np.trace(cov2) - 2 * overlap)


def covariance(random: np.random.Generator, size: int, rank: int | None = None) -> Array:
    """Draw a covariance matrix of shape (size, size) of this rank, with variances near 1."""
    factor = random.normal(0, 1, (size, rank or size)) * random.uniform(0.3, 1.5, (size, 1))
    return np.asarray(factor @ factor.T / factor.shape[1])


def inception_scores(probabilities: Array, splits: int = 1) -> Array:
    """Return the inception score of each of the splits, shape (splits,).

    Source: Salimans et al., "Improved Techniques for Training GANs", 2016, section 4.
    """
    parts = np.array_split(probabilities, splits)
    return np.array([np.exp(rel_entr(p, p.mean(axis=0)).sum(axis=1).mean()) for p in parts])


def radii(points: NDArray[Any], k: int) -> Array:
    """Return the distance from each point to its k-th nearest other point."""
    return np.asarray(np.sort(cdist(points, points), axis=1)[:, k])


def precision_recall(real: Array, fake: Array, k: int) -> tuple[float, float]:
    """Return precision and recall by balls around each point.

    Source: Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative
    Models", 2019, section 3.
    """
    between = cdist(real, fake)
    in_real = between <= radii(real, k)[:, None]
    in_fake = between <= radii(fake, k)[None]
    return float(in_real.any(axis=0).mean()), float(in_fake.any(axis=1).mean())


def clouds(
    random: np.random.Generator, n: int, m: int, *, size: int, ks: Sequence[int]
) -> tuple[Array, Array]:
    """Draw two clouds of shapes (n, size) and (m, size) that overlap in part.

    No distance between them is near to a radius, where rounding decides, and no radius is near 0.
    """
    while True:
        real, fake = random.normal(0, 1, (n, size)), random.normal(0, 0.8, (m, size))
        fake[:, 0] += 0.8
        between = cdist(real, fake)
        gaps = [abs(between - radii(real, k)[:, None]).min() for k in ks]
        gaps += [abs(between - radii(fake, k)[None]).min() for k in ks]
        if min(gaps) > 1e-7:
            return real, fake


# --- wrong answers, so that a message can name them -----------------------------------------------


def recognised(value: float, known: Mapping[str, float]) -> str:
    """Return a sentence if the value is one of those ``known`` by what they are; else nothing.

    >>> recognised(4.0, {"twice the right one": 4.0})
    ' Your value is twice the right one.'
    """
    names = [name for name, other in known.items() if np.isclose(value, other, rtol=1e-6, atol=0)]
    return f" Your value is {names[0]}." if names and value else ""


def not_wasserstein(a: Array, b: Array) -> dict[str, float]:
    """Return what is often taken for the Wasserstein distance, by what it is."""
    known = {
        "the difference of the means": abs(float(a.mean() - b.mean())),
        "the largest gap between the stairs, not the area between them": float(ks_2samp(a, b)[0]),
    }
    if len(a) == len(b):
        ways = np.abs(np.sort(a) - np.sort(b))
        known["the root of the mean squared way"] = float(np.sqrt((ways**2).mean()))
        known["the sum of the ways, not their mean"] = float(ways.sum())
        known["what comes out if the numbers are not sorted"] = float(np.abs(a - b).mean())
    return known


def not_commuting(random: np.random.Generator, size: int) -> tuple[Array, Array, dict[str, float]]:
    """Draw two covariances for which the order of roots and products matters.

    Also return what is often taken for the last three terms of the Fréchet distance. Each differs
    from the right value by more than 5 % of it.
    """
    while True:
        cov1, cov2 = covariance(random, size), covariance(random, size)
        traces = float(np.trace(cov1) + np.trace(cov2))
        zero = np.zeros(size)
        right = frechet(zero, cov1, zero, cov2)
        overlap = float(np.linalg.svd(root(cov1) @ root(cov2), compute_uv=False).sum())
        known = {
            "what comes out with the trace of the product of the roots": traces
            - 2 * float(np.trace(root(cov1) @ root(cov2))),
            "what comes out without any root in the last term": traces
            - 2 * float(np.trace(cov1 @ cov2)),
            "what comes out with the root of each number in the matrix": traces
            - 2 * float(np.sqrt(np.abs(np.diag(cov1 @ cov2))).sum()),
            "what comes out without the factor 2 in the last term": traces - overlap,
            "what comes out if only the variances are compared": float(
                ((np.sqrt(np.diag(cov1)) - np.sqrt(np.diag(cov2))) ** 2).sum()
            ),
        }
        if all(abs(value - right) > 0.05 * right for value in known.values()):
            return cov1, cov2, known


def not_inception_score(rows: Array) -> dict[str, float]:
    """Return what is often taken for the inception score of rows, as one part."""
    mean = rows.mean(axis=0)
    nats = float(rel_entr(rows, mean).sum(axis=1).mean())
    entropy = float(entr(rows).sum(axis=1).mean())
    return {
        "the mean divergence; the exponential is missing": nats,
        "what logarithms with base 2 give": float(np.exp(nats / np.log(2))),
        "the mean of the exponentials; take the exponential of the mean": float(
            np.exp(rel_entr(rows, mean).sum(axis=1)).mean()
        ),
        "what comes out if the kinds are averaged in place of being added up": float(
            np.exp(nats / rows.shape[1])
        ),
        "what comes out with 1 / k for the mean of the rows": float(
            np.exp(np.log(rows.shape[1]) - entropy)
        ),
        "what comes out with p and the mean of the rows exchanged": float(
            np.exp(np.minimum(rel_entr(mean, rows), 1e300).sum(axis=1).mean())
            if rows.all()
            else np.inf
        ),
        "the exponential of the entropy of the mean; the rows' own entropies are missing": float(
            np.exp(entr(mean).sum())
        ),
    }


def not_precision_recall(real: Array, fake: Array, k: int) -> dict[str, tuple[float, float]]:
    """Return what is often taken for precision and recall, by what it is."""
    precision, recall = precision_recall(real, fake, k)
    return {
        "the other of the two numbers": (recall, precision),
        "what comes out if the point itself counts as its nearest": precision_recall(
            real, fake, k - 1
        ),
        "what comes out with the neighbour after the k-th": precision_recall(real, fake, k + 1),
    }
