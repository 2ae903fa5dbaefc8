"""Right answers to questions about autoencoders: components, convolutions, codes; in float64."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.signal import convolve2d, correlate2d

Array = NDArray[np.float64]
Labels = NDArray[np.int64]


def recognised(value: NDArray[Any], known: Mapping[str, Array]) -> str:
    """Return a sentence if the array is one of those ``known`` by what they are; else nothing.

    >>> recognised(np.array([2.0, 4.0]), {"twice the right one": np.array([2, 4])})
    ' Yours is twice the right one.'
    """
    alike = [
        name
        for name, other in known.items()
        if np.shape(other) == value.shape and np.allclose(value, other, rtol=1e-6, atol=1e-9)
    ]
    return f" Yours is {alike[0]}." if alike else ""


# --- principal components -------------------------------------------------------------------------


def images_along(
    random: np.random.Generator, n: int, shape: Sequence[int]
) -> tuple[Array, Array, Array]:
    """Draw n images in [0, 1] of this shape; return them, their mean and all their components.

    The mean has shape (h·w,), and the components (min(n − 1, h·w), h·w). The variances along them
    fall by at least 5 % from one to the next, so their order is certain. Two ways that are wrong,
    without centring and with pixels of one variance, give other components.
    """
    pixels = int(np.prod(shape))
    count = min(n - 1, pixels)
    noise = random.normal(0, 1, (n, count))
    along = np.linalg.qr(noise - noise.mean(axis=0))[0]
    components = np.linalg.qr(random.normal(0, 1, (pixels, pixels)))[0][:, :count].T
    lengths = 0.96 ** np.arange(count)
    parts = along * lengths @ components
    images = random.uniform(0.35, 0.65, pixels) + 0.34 * parts / np.abs(parts).max()
    return images.reshape(n, *shape), images.mean(axis=0), components


def reconstructed(images: Array, mean: Array, components: Array) -> Array:
    """Return the images as these components give them back."""
    shifted = images.reshape(len(images), -1) - mean
    return np.asarray((mean + shifted @ components.T @ components).reshape(images.shape))


def principal(images: Array, k: int) -> tuple[Array, Array]:
    """Return the mean, shape (h·w,), and the k principal components, shape (k, h·w)."""
    flat = images.reshape(len(images), -1)
    mean = flat.mean(axis=0)
    variances, vectors = np.linalg.eigh((flat - mean).T @ (flat - mean))
    return mean, vectors[:, np.argsort(variances)[::-1][:k]].T


def not_reconstructed(images: Array, mean: Array, components: Array) -> dict[str, Array]:
    """Return what is often taken for the reconstruction, by what it is."""
    flat = images.reshape(len(images), -1)
    own = flat.mean(axis=0)
    projected = flat @ components.T @ components
    return {
        "what comes out with the mean of the images that are reconstructed; take the mean that "
        "the function gets": reconstructed(images, own, components),
        "what comes out if the mean is not subtracted before the projection, and not added "
        "after it": projected.reshape(images.shape),
        "the deviation from the mean; add the mean again": (
            (flat - mean) @ components.T @ components
        ).reshape(images.shape),
        "what comes out if the mean is not subtracted before the projection": (
            mean + projected
        ).reshape(images.shape),
        "right but clipped to [0, 1]; nothing should be clipped": np.clip(
            reconstructed(images, mean, components), 0, 1
        ),
    }


# --- convolutions ---------------------------------------------------------------------------------


def convolution(image: Array, kernel: Array, stride: int) -> Array:
    """Return the convolution without padding, as networks compute it: the kernel is not flipped."""
    return np.asarray(correlate2d(image, kernel, mode="valid")[::stride, ::stride])


def transposed(codes: Array, kernel: Array, stride: int) -> Array:
    """Return the transposed convolution: each code adds code · kernel to its place."""
    return np.asarray(convolve2d(_spread(codes, stride), kernel, mode="full"))


def _spread(codes: Array, stride: int) -> Array:
    """Return the codes with stride − 1 zeros between neighbours."""
    sizes = [(size - 1) * stride + 1 for size in codes.shape]
    spread = np.zeros(sizes)
    spread[::stride, ::stride] = codes
    return spread


def not_convolution(image: Array, kernel: Array, stride: int) -> dict[str, Array]:
    """Return what is often taken for the strided convolution, by what it is."""
    return {
        "what a flipped kernel gives; in networks the kernel is not flipped": convolution(
            image, kernel[::-1, ::-1], stride
        ),
        "what a transposed kernel gives": convolution(image, kernel.T, stride),
        "what comes out if the stride is used for rows only": correlate2d(image, kernel, "valid")[
            ::stride
        ],
        "what comes out if the stride is used for columns only": correlate2d(
            image, kernel, "valid"
        )[:, ::stride],
    }


def not_transposed(codes: Array, kernel: Array, stride: int) -> dict[str, Array]:
    """Return what is often taken for the transposed convolution, by what it is."""
    right = transposed(codes, kernel, stride)
    last, mean, reach = (
        np.zeros_like(right),
        np.zeros_like(right),
        transposed(np.ones_like(codes), np.ones_like(kernel), stride),
    )
    a, b = kernel.shape
    for i, j in np.ndindex(*codes.shape):
        last[i * stride : i * stride + a, j * stride : j * stride + b] = codes[i, j] * kernel
    mean = right / np.maximum(reach, 1)
    return {
        "what comes out if the last code wins where several reach; add them up": last,
        "what comes out if overlaps are averaged; add them up": mean,
        "what a flipped kernel gives: each code adds code · kernel as it is": transposed(
            codes, kernel[::-1, ::-1], stride
        ),
        "what a transposed kernel gives": transposed(codes, kernel.T, stride),
    }


def reach(n: int, size: int, stride: int) -> Labels:
    """Return how many of n codes on a line reach each pixel."""
    starts = np.arange(n) * stride
    pixels = np.arange((n - 1) * stride + size)[:, None]
    return np.asarray(((pixels >= starts) & (pixels < starts + size)).sum(axis=1))


# --- codes ----------------------------------------------------------------------------------------


def probed(codes: Array, labels: Labels, new_codes: Array, offset: bool = True) -> Array:
    """Return the outputs of the least-squares probe for new codes, shape (m, kinds).

    The columns are those of the labels in rising order.
    """
    kinds = np.unique(labels)
    targets = (labels[:, None] == kinds).astype(float)
    one, new_one = (
        np.hstack([c, np.ones((len(c), 1))]) if offset else c for c in (codes, new_codes)
    )
    return np.asarray(new_one @ (np.linalg.pinv(one) @ targets))


def probe_case(
    random: np.random.Generator, *, counts: Mapping[int, int], size: int, m: int
) -> tuple[Array, Labels, Array, dict[str, Labels]]:
    """Draw codes of classes with these counts, and m new ones.

    Returns codes, labels, new codes and what wrong probes say of them, by what they are; the right
    answer comes first. Each of the wrong ones errs in at least two, and no right answer is close.
    """
    kinds = np.array(sorted(counts))
    while True:
        centres = random.normal(0, 1.2, (len(kinds), size)) + random.normal(0, 4, size)
        labels = np.repeat(kinds, [counts[int(kind)] for kind in kinds])
        labels = random.permutation(labels)
        places = np.searchsorted(kinds, labels)
        spread = random.uniform(0.3, 1.5, (len(kinds), size))
        codes = centres[places] + spread[places] * random.normal(0, 1, (len(labels), size))
        new = random.integers(0, len(kinds), m)
        new_codes = centres[new] + spread[new] * random.normal(0, 1.3, (m, size))
        outputs = probed(codes, labels, new_codes)
        sorted_outputs = np.sort(outputs, axis=1)
        if (sorted_outputs[:, -1] - sorted_outputs[:, -2]).min() <= 1e-6:
            continue
        right = kinds[outputs.argmax(axis=1)]
        without = kinds[probed(codes, labels, new_codes, offset=False).argmax(axis=1)]
        means = np.stack([codes[labels == kind].mean(axis=0) for kind in kinds])
        near = ((new_codes[:, None] - means) ** 2).sum(axis=2).argmin(axis=1)
        wrong = {
            "what a probe without the column of ones says": without,
            "the kind whose mean is nearest": kinds[near],
        }
        if all((labels_of != right).sum() >= 2 for labels_of in wrong.values()):
            return codes, labels, new_codes, {"the right answer": right, **wrong}


def correlated(random: np.random.Generator, n: int, size: int, rank: int | None = None) -> Array:
    """Draw n codes of this size with variances near 1 that depend on each other."""
    factor = random.normal(0, 1, (rank or size, size)) * random.uniform(0.4, 1.6, size)
    codes = random.normal(0, 1, (n, rank or size)) @ factor / np.sqrt(rank or size)
    return np.asarray(codes + random.normal(0, 3, size))


def covariance(codes: Array) -> Array:
    """Return the covariance, divided by n, shape (k, k)."""
    shifted = codes - codes.mean(axis=0)
    return np.asarray(shifted.T @ shifted / len(codes))


def not_root(covariance: Array) -> dict[str, Array]:
    """Return what is often taken for a root of a covariance, by what Rᵀ·R then is."""
    variances = np.diag(covariance)
    known = {
        "the variances alone; the covariances between the codes are missing": np.diag(variances),
        "the square of the covariance: the root is not taken": covariance @ covariance,
        "the square of the variances: the root is not taken": np.diag(variances**2),
    }
    values = np.linalg.eigvalsh(covariance)
    if values.min() > 1e-9 * values.max():
        lower = np.linalg.cholesky(covariance)
        known["L·Lᵀ in place of Lᵀ·L: Cholesky's factor has to be transposed"] = lower.T @ lower
    return known


# --- networks that a test hands to a student's function -------------------------------------------

Layers = list[tuple[str, dict[str, Any]]]
Weights = list[NDArray[np.float32]]


def dense_encoder(
    random: np.random.Generator,
    shape: Sequence[int],
    units: int,
    *,
    before: Sequence[str],
    after: Sequence[str],
) -> tuple[Layers, Weights]:
    """Draw an encoder whose first kernel is that of a Dense layer; all of its weights differ.

    ``before`` and ``after`` are the kinds of other layers around it.
    """
    pixels = int(np.prod(shape))
    options: dict[str, dict[str, Any]] = {
        "Flatten": {},
        "Rescaling": {"scale": 2.0, "offset": -1.0},
        "BatchNormalization": {},
        "Reshape": {"target_shape": (pixels,)},
    }
    layers: Layers = [(kind, options[kind]) for kind in before]
    weights: Weights = []
    if "BatchNormalization" in before:
        weights += [random.uniform(0.5, 2, pixels).astype(np.float32) for _ in range(4)]
    layers.append(("Dense", {"units": units, "activation": "relu"}))
    weights += _drawn(random, (pixels, units), units)
    if "Conv2D" in after:
        layers += [
            ("Reshape", {"target_shape": (1, units, 1)}),
            ("Conv2D", {"filters": 3, "kernel_size": (1, 2)}),
        ]
        weights += _drawn(random, (1, 2, 1, 3), 3)
    elif "Dense" in after:
        layers.append(("Dense", {"units": 3}))
        weights += _drawn(random, (units, 3), 3)
    return layers, weights


def conv_encoder(
    random: np.random.Generator, shape: Sequence[int], size: Sequence[int], *, count: int
) -> tuple[Layers, Weights]:
    """Draw an encoder with two convolutions, of which the first has ``count`` kernels."""
    layers: Layers = [
        ("Reshape", {"target_shape": (*shape, 1)}),
        ("Conv2D", {"filters": count, "kernel_size": tuple(size), "activation": "relu"}),
        ("Conv2D", {"filters": 2, "kernel_size": (2, 3), "strides": 2}),
        ("GlobalAveragePooling2D", {}),
        ("Dense", {"units": 3}),
    ]
    return layers, [
        *_drawn(random, (*size, 1, count), count),
        *_drawn(random, (2, 3, count, 2), 2),
        *_drawn(random, (2, 3), 3),
    ]


def decoder(
    random: np.random.Generator, size: int, shape: Sequence[int], *, hidden: int
) -> tuple[Layers, Weights]:
    """Draw a decoder from codes to images; without ``hidden`` units it is linear."""
    pixels = int(np.prod(shape))
    layers: Layers = [("Dense", {"units": pixels}), ("Reshape", {"target_shape": tuple(shape)})]
    weights = _drawn(random, (hidden or size, pixels), pixels)
    if hidden:
        layers[0][1]["activation"] = "sigmoid"
        layers.insert(0, ("Dense", {"units": hidden, "activation": "relu"}))
        weights = [*_drawn(random, (size, hidden), hidden), *weights]
    return layers, weights


def decoded(weights: Weights, codes: Array, shape: Sequence[int]) -> Array:
    """Return what a drawn decoder makes of codes."""
    values = codes
    for number in range(0, len(weights), 2):
        values = values @ weights[number].astype(float) + weights[number + 1]
        if number + 2 < len(weights):
            values = np.maximum(values, 0)
    if len(weights) > 2:
        values = 1 / (1 + np.exp(-values))
    return values.reshape(-1, *shape)


def kernel_of(weights: Weights, shape: Sequence[int], units: int) -> NDArray[np.float32]:
    """Return the kernel of the Dense layer on the pixels."""
    wanted = (int(np.prod(shape)), units)
    return next(array for array in weights if array.shape == wanted)


def scaled(filters: NDArray[Any]) -> Array:
    """Return each filter divided by its largest absolute value; 0 stays 0."""
    largest = np.abs(filters).max(axis=(1, 2), keepdims=True)
    return np.asarray(filters / np.where(largest > 0, largest, 1), np.float64)


def _drawn(random: np.random.Generator, kernel: Sequence[int], bias: int) -> Weights:
    return [random.normal(0, 1, size).astype(np.float32) for size in (tuple(kernel), bias)]
