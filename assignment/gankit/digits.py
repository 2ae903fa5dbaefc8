"""Handwritten digits, a small classifier of them, and numbers that say how good generated ones are.

The digits are a part of MNIST, see ``data/README.md``. The classifier is a network with two hidden
layers. It runs in NumPy, so that a process that just measures needs no TensorFlow.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import softmax

Images = NDArray[np.uint8]
Floats = NDArray[np.float32]

DATA = Path(__file__).with_name("data")
N_LATENTS = 2000
"""``frechet_distance`` looks at that many generated images."""
ENOUGH = 0.25
"""A class is covered if it has at least this part of its share of the real images."""
PRESENT = 0.025
"""A class with a smaller share of the predictions is not there: those are mistakes."""


@functools.cache
def _subset() -> dict[str, NDArray[np.uint8]]:
    with np.load(DATA / "mnist_subset.npz") as file:
        return dict(file)


@functools.cache
def _weights() -> tuple[Floats, ...]:
    with np.load(DATA / "digit_classifier.npz") as file:
        return tuple(file[name] for name in ("w1", "b1", "w2", "b2", "w3", "b3"))


@functools.cache
def _small_subset(split: str) -> Images:
    return _halved(_subset()[f"x_{split}"])


@functools.cache
def _known_labels() -> dict[bytes, int]:
    """Return the label of each of our training images of 14×14 pixels, by its bytes."""
    labels = _subset()["y_train"].tolist()
    return {i.tobytes(): y for i, y in zip(_small_subset("train"), labels, strict=True)}


def load_digits(split: str = "train", size: int = 28, full: bool = False) -> tuple[Images, Images]:
    """Return images of handwritten digits and their labels, 0 to 9, all of type uint8.

    Args:
        split: "train" (6000 images) or "test" (2000 others, by other people).
        size: 28 for images of shape (n, 28, 28), or 14 for (n, 14, 14): each pixel is then the
            mean of 2×2 pixels, rounded. 0 is the black background, 255 is white ink.
        full: load all of MNIST instead (60000 or 10000 images). Keras downloads it.

    Raises:
        ValueError: if ``split`` or ``size`` is something else.
    """
    if split not in ("train", "test"):
        raise ValueError(f'split must be "train" or "test", but it is {split!r}')
    if size not in (14, 28):
        raise ValueError(f"size must be 14 or 28, but it is {size!r}")
    if full:
        from keras.datasets import mnist

        images, labels = mnist.load_data()[split == "test"]
    else:
        images, labels = _subset()[f"x_{split}"].copy(), _subset()[f"y_{split}"].copy()
    return (_halved(images) if size == 14 else images), labels


def _halved(images: Images) -> Images:
    """Return the means of 2×2 pixels, rounded."""
    blocks = images.reshape(len(images), 14, 2, 14, 2).sum(axis=(2, 4), dtype=np.uint16)
    return cast(Images, ((blocks + 2) // 4).astype(np.uint8))


def _without_channel(images: NDArray[Any], name: str) -> NDArray[Any]:
    """Return images of shape (n, h, w, 1) as (n, h, w).

    Raises:
        ValueError: if these are not images of 14×14 or 28×28 pixels, or if there are none.
    """
    flat = images[..., 0] if images.ndim == 4 and images.shape[3] == 1 else images
    if flat.ndim != 3 or flat.shape[1:] not in ((14, 14), (28, 28)) or len(flat) == 0:
        raise ValueError(
            f"{name} must have shape (n, 14, 14) or (n, 28, 28), but they have shape {images.shape}"
        )
    return flat


def _small_images(images: ArrayLike) -> Images:
    """Return real images as uint8 of shape (n, 14, 14).

    Raises:
        ValueError: if their shape or type is wrong.
    """
    array = np.asarray(images)
    if array.dtype != np.uint8:
        raise ValueError(f"images must be of type uint8, but they are of type {array.dtype}")
    array = _without_channel(array, "images")
    return _halved(array) if array.shape[1] == 28 else array


def _small_samples(samples: ArrayLike) -> Floats:
    """Return generated images, in [-1, 1], as numbers in [0, 1] of shape (n, 14, 14).

    Numbers outside [-1, 1] are as black or as white as possible; infinity becomes NaN.

    Raises:
        ValueError: if their shape or type is wrong.
    """
    array = np.asarray(samples)
    if not np.issubdtype(array.dtype, np.floating):
        raise ValueError(
            f"samples must be floats between -1 and 1, but they are of type {array.dtype}"
        )
    array = _without_channel(array, "samples")
    inside = np.clip(array, -1, 1).astype(np.float32)
    pixels = np.where(np.isfinite(array), (inside + 1) / 2, np.float32(np.nan))
    if pixels.shape[1] == 28:
        pixels = pixels.reshape(len(pixels), 14, 2, 14, 2).mean(axis=(2, 4))
    return pixels


# --- the classifier -------------------------------------------------------------------------------


def _features(pixels: Floats) -> Floats:
    """Return what the last hidden layer gives for pixels in [0, 1] of shape (n, 14, 14)."""
    w1, b1, w2, b2, _, _ = _weights()
    activations = np.maximum(pixels.reshape(len(pixels), -1) @ w1 + b1, 0)
    return cast(Floats, np.maximum(activations @ w2 + b2, 0))


def _classes(features: Floats) -> NDArray[np.int64]:
    *_, w3, b3 = _weights()
    return cast(NDArray[np.int64], np.argmax(features @ w3 + b3, axis=1))


def _pixels(images: Images) -> Floats:
    """Return uint8 images as numbers in [0, 1]."""
    return images.astype(np.float32) / np.float32(255)


def digit_features(images: ArrayLike) -> Floats:
    """Return 32 numbers for each image: what a classifier of digits sees in it.

    They are the outputs of the classifier's last hidden layer. Images that look alike have
    features that are close to each other.

    Args:
        images: uint8 of shape (n, 14, 14), or (n, 28, 28), which are first made smaller.

    Returns:
        float32 of shape (n, 32).

    Raises:
        ValueError: if the images have another shape or type.
    """
    return _features(_pixels(_small_images(images)))


def digit_classes(images: ArrayLike) -> NDArray[np.int64]:
    """Return the digit, 0 to 9, that a small classifier sees in each image: shape (n,).

    Arguments and errors are those of ``digit_features``. ``data/README.md`` says how often the
    classifier is right.
    """
    return _classes(digit_features(images))


def digit_probabilities(images: ArrayLike) -> NDArray[np.float64]:
    """Return how sure a small classifier is of each digit, 0 to 9, for each image.

    Arguments and errors are those of ``digit_features``.

    Returns:
        float64 of shape (n, 10); each row adds up to 1.
    """
    *_, w3, b3 = _weights()
    return cast(NDArray[np.float64], softmax(np.float64(digit_features(images) @ w3 + b3), axis=1))


# --- measures -------------------------------------------------------------------------------------


def frechet(first: ArrayLike, second: ArrayLike) -> float:
    """Return the Fréchet distance between two sets of features, of shapes (n, k) and (m, k).

    Both sets are taken for normal distributions with means m1, m2 and covariances C1, C2:

        |m1 - m2|² + trace(C1) + trace(C2) - 2 · trace((C1·C2)^½)

    0 is perfect. The unit is that of the features, squared.

    Source: Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash
    Equilibrium", 2017, who call it FID.
    """
    a, b = np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)
    if a.ndim != 2 or b.ndim != 2 or a.shape[1] != b.shape[1] or min(len(a), len(b)) == 0:
        raise ValueError(
            "features must have shapes (n, k) and (m, k), but these have shapes "
            f"{a.shape} and {b.shape}"
        )
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        return np.inf
    shift = a.mean(axis=0) - b.mean(axis=0)
    root_a, root_b = _root(a), _root(b)
    # C1·C2 has the same eigenvalues as R Rᵀ with R = C1^½ C2^½, whose roots are R's singular
    # values: real and not negative, even where a covariance is singular.
    overlap = np.linalg.svd(root_a @ root_b, compute_uv=False).sum()
    square = shift @ shift + (root_a**2).sum() + (root_b**2).sum() - 2 * overlap
    return max(0.0, float(square))


def _root(features: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the symmetric square root of the features' covariance."""
    values, vectors = np.linalg.eigh(np.atleast_2d(np.cov(features, rowvar=False, bias=True)))
    return cast(NDArray[np.float64], vectors * np.sqrt(np.maximum(values, 0)) @ vectors.T)


def latents_to_measure(latent_dim: int) -> Floats:
    """Return the 2000 latent points from which ``frechet_distance`` generates."""
    return np.random.default_rng(0).standard_normal((N_LATENTS, latent_dim), dtype=np.float32)


def frechet_to_images(samples: ArrayLike, images: ArrayLike) -> float:
    """Return the Fréchet distance between the features of generated samples and of real images.

    Shapes, types and errors are those of ``digit_measures``. Samples that are not finite give
    infinity.
    """
    pixels = _small_samples(samples)
    real = digit_features(images)
    return frechet(_features(pixels), real) if np.isfinite(pixels).all() else np.inf


def frechet_distance(images: ArrayLike, generator: Any) -> float:
    """Return the Fréchet distance between real digits and those that a generator makes.

    It compares what a classifier of digits sees in them (``digit_features``): 0 is perfect, and
    new real digits have about 3, and random noise has several hundred. The generator gets 2000
    latent points, always the same ones, so that its distance is always the same.

    Args:
        images: the real digits, uint8 of shape (n, 14, 14) or (n, 28, 28), or with a 1 at the end.
        generator: a Keras model from latent points to images of these shapes, between -1 and 1.

    Returns:
        The distance, in the features' unit squared. It is infinite if a generated image is not
        finite. See ``frechet`` for the formula and its source.

    Raises:
        ValueError: if the images or the generated images have another shape or type.
    """
    is_built = getattr(generator, "built", False)
    shape = getattr(generator, "input_shape", None) if is_built else None
    if shape is None or len(shape) != 2 or shape[1] is None:
        raise ValueError(
            "the generator must have inputs of shape (n, latent_dim): start it with "
            "keras.Input((latent_dim,))"
        )
    latents = latents_to_measure(shape[1])
    batches = np.split(latents, 8)  # a large network would need much memory for all at once
    samples = [np.asarray(generator(batch, training=False)) for batch in batches]
    return frechet_to_images(np.concatenate(samples), images)


def digit_measures(samples: ArrayLike, images: ArrayLike) -> dict[str, float]:
    """Return four numbers that say how good generated digits are.

    - ``frechet``: the Fréchet distance between their features and those of the images; see
      ``frechet``. 0 is perfect.
    - ``classes``: how many of the digits that are among the images are also among the samples: the
      share of them that the classifier sees at least a quarter as often as it should. 1 is perfect.
    - ``novelty``: the median distance from a sample to the nearest of the images, divided by that
      of real digits that are not among them. Copies give 0; new digits give 1, noise gives more.
    - ``variety``: how much the samples of one digit differ among themselves, relative to real ones:
      the mean distance, in pixels, from the mean of their class, divided by that of the images. One
      picture of each digit gives 0; 1 is right.

    Args:
        samples: generated digits, floats in [-1, 1] of shape (n, 14, 14).
        images: the digits that the generator learned from, uint8 of shape (m, 14, 14). It is fine
            if they are only some of the ten digits.

    Both may also have 28×28 pixels, which are first made smaller, or a 1 at the end of the shape.
    Samples that are not finite give infinite distance, and 0 for everything else.

    Raises:
        ValueError: if the shape or the type of samples or images is wrong.
    """
    real = _small_images(images)
    pixels = _small_samples(samples)
    if not np.isfinite(pixels).all():
        return {"frechet": np.inf, "classes": 0.0, "novelty": 0.0, "variety": 0.0}
    features, real_features = _features(pixels), _features(_pixels(real))
    classes, labels = _classes(features), _labels(real, real_features)
    shares_real = np.bincount(labels, minlength=10) / len(labels)
    present = np.flatnonzero(shares_real >= PRESENT)
    shares = np.bincount(classes, minlength=10) / len(classes)
    return {
        "frechet": frechet(features, real_features),
        "classes": float(np.mean(shares[present] >= ENOUGH * shares_real[present])),
        "novelty": _novelty(pixels, _pixels(real), present),
        "variety": _variety(pixels, classes, _pixels(real), labels=labels, present=present),
    }


def _labels(images: Images, features: Floats) -> NDArray[np.int64]:
    """Return the images' labels if they are ours, otherwise what the classifier sees in them."""
    known = _known_labels()
    labels = [known.get(image.tobytes(), -1) for image in images]
    return _classes(features) if -1 in labels else np.array(labels)


def _novelty(samples: Floats, images: Floats, present: NDArray[np.int64]) -> float:
    """Compare with the test digits of the classes that are present."""
    new = _pixels(_small_subset("test"))[np.isin(_subset()["y_test"], present)]
    usual = np.median(_nearest(new, images))
    return float(np.median(_nearest(samples, images)) / usual) if usual > 0 else 0.0


def _nearest(samples: Floats, images: Floats) -> Floats:
    """Return the Euclidean distance from each sample to the nearest image."""
    a, b = samples.reshape(len(samples), -1), images.reshape(len(images), -1)
    # |a - b|² = |a|² - 2ab + |b|² is fast but not exact: use it to find the nearest only.
    squares = np.einsum("ij,ij->i", b, b)
    number = np.concatenate(
        [np.argmin(squares - 2 * part @ b.T, axis=1) for part in np.array_split(a, 8)]
    )
    return cast(Floats, np.linalg.norm(a - b[number], axis=1))


def _variety(
    samples: Floats,
    seen: NDArray[np.int64],
    images: Floats,
    labels: NDArray[np.int64],
    present: NDArray[np.int64],
) -> float:
    """Return the mean over the samples, each compared with the real images of its class."""
    total, count = 0.0, 0
    for number in present:
        of_class, usual = samples[seen == number], _scatter(images[labels == number])
        if len(of_class) > 0 and usual > 0:
            total += len(of_class) * _scatter(of_class) / usual
            count += len(of_class)
    return total / count if count else 0.0


def _scatter(images: Floats) -> float:
    """Return the mean distance of images from their mean."""
    differences = (images - images.mean(axis=0)).reshape(len(images), -1)
    return float(np.linalg.norm(differences, axis=1).mean())
