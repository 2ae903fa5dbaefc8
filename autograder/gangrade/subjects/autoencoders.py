"""Digits that an encoder and a decoder give back, or free of noise, against what matrices can."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from gankit.digits import load_digits
from numpy.typing import NDArray

from gangrade.subjects.base import Fitted, Measure
from gangrade.subjects.scenes import Images

DRAWN_CLASSES = 5
FEWEST, MOST = 6, 16
LEAST_NOISE, MOST_NOISE = 0.3, 0.5
CODES_OF_NOISY = 64
TURNS = 8


@dataclass(frozen=True)
class Turned:
    """The images of some classes, all turned and flipped alike."""

    classes: tuple[int, ...]
    turn: int
    """From 0 to 7: quarter turns, from 4 on after a flip. 0 leaves the images as they are."""

    @property
    def images(self) -> NDArray[np.uint8]:
        """The shipped training images of these classes, uint8 of shape (n, 14, 14)."""
        return _images("train", self.classes, self.turn)

    @property
    def new_images(self) -> NDArray[np.uint8]:
        """The same of the new digits."""
        return _images("test", self.classes, self.turn)

    @classmethod
    def drawn(cls, random: np.random.Generator) -> tuple[int, ...]:
        """Draw five classes."""
        return tuple(sorted(map(int, random.choice(10, DRAWN_CLASSES, replace=False))))


@dataclass(frozen=True)
class TurnedDigits(Turned):
    """Such images, and how many codes there are."""

    codes: int


@dataclass(frozen=True)
class NoisyDigits(Turned):
    """Such images, and how much noise is on them."""

    sigma: float


class Autoencoders(Fitted[TurnedDigits]):
    """An encoder and a decoder. A sample is an image and what the two make of it."""

    fixed = "all digits"
    noun = "the digits"
    caption = "New digits, and below each what your networks gave back of it."
    samples = 1000
    networks = ("encoder", "decoder")
    measures = (
        Measure(
            "ratio",
            best=0,
            keeps_out=("PCA", "PCA, clipped", "the mean image"),
            allowed=(0, 0.85),
            words="error on new digits, divided by that of PCA with as many codes",
            sentence="On new digits the error of your networks is {value:.2f} times that of PCA "
            "with as many codes; it should be at most {high:.2f}.",
        ),
    )

    def fixed_target(self) -> TurnedDigits:
        """Return all ten classes as they are, with 8 codes."""
        return TurnedDigits(tuple(range(10)), turn=0, codes=8)

    def draw(self, random: np.random.Generator) -> TurnedDigits:
        """Draw five classes, the number of codes, and one of the turns that are not 0."""
        classes = Turned.drawn(random)
        codes, turn = random.integers(FEWEST, MOST + 1), random.integers(1, TURNS)
        return TurnedDigits(classes, turn=int(turn), codes=int(codes))

    def arguments(self, target: TurnedDigits) -> list[Any]:
        """Return the images and the number of codes."""
        return [target.images, target.codes]

    def shapes(self, target: TurnedDigits) -> list[tuple[int, ...]]:
        """Return the shapes of an image, of its codes, and of what comes back."""
        shape = target.images.shape[1:]
        return [shape, (target.codes,), shape]

    def inputs(self, target: TurnedDigits, random: np.random.Generator) -> NDArray[np.float32]:
        """Draw new digits of these classes, as numbers from 0 to 1."""
        new = target.new_images
        chosen = random.choice(len(new), self.samples, replace=len(new) < self.samples)
        return np.asarray(new[chosen] / 255, np.float32)

    def joined(self, stages: Sequence[NDArray[Any]]) -> NDArray[np.float32]:
        """Return each image with what came back of it, shape (n, 2, 14, 14)."""
        return np.stack([stages[0], stages[-1]], axis=1)

    def values(self, samples: NDArray[np.float32], target: TurnedDigits) -> dict[str, float]:
        """Return the ratio of the errors, on the same new images."""
        given, gotten = (samples[:, i].astype(np.float64) for i in (0, 1))
        with np.errstate(all="ignore"):
            return {"ratio": _ratio(given, gotten, self.by_pca(given, target))}

    @staticmethod
    def by_pca(images: NDArray[np.float64], target: TurnedDigits) -> NDArray[np.float64]:
        """Return the images as PCA of the training images gives them back with as many codes."""
        mean, components = _principal(target)
        flat = images.reshape(len(images), -1) - mean
        return np.asarray(mean + flat @ components.T @ components).reshape(images.shape)

    def wrong(self, target: TurnedDigits) -> dict[str, NDArray[Any]]:
        """Return what PCA, PCA clipped to [0, 1], and the mean image give back."""
        given = self.inputs(target, np.random.default_rng(2014)).astype(np.float64)
        by_pca = self.by_pca(given, target)
        mean = np.broadcast_to(target.images.mean(axis=0) / 255, given.shape)
        return {
            "PCA": self.joined([given, by_pca]),
            "PCA, clipped": self.joined([given, np.clip(by_pca, 0, 1)]),
            "the mean image": self.joined([given, mean]),
        }

    def pictured(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return rows of images, and below each row what came back, shape (n, 14, 14)."""
        return _in_rows(samples)

    def scene(self, target: TurnedDigits) -> Images:  # noqa: ARG002
        """Return what images are drawn like."""
        return Images(black=0.0)

    def described(self, target: TurnedDigits) -> Any:
        """Return classes, codes and turn."""
        return [list(target.classes), target.codes, target.turn]

    def described_target(self, description: Any) -> TurnedDigits:
        """Return the target that was described so."""
        classes, codes, turn = description
        return TurnedDigits(tuple(classes), turn=turn, codes=codes)


class Denoisers(Fitted[NoisyDigits]):
    """An encoder and a decoder that get noisy images. A sample is one, and what the two make of it.

    The noise of new images is drawn each time, but the images themselves and their order are fixed,
    so a sample need not hold the clean one.
    """

    fixed = "all digits, sigma = 0.5"
    noun = "the digits"
    caption = "New digits with noise, and below each what your networks made of it."
    samples = 1000
    networks = ("encoder", "decoder")
    measures = (
        Measure(
            "ratio",
            best=0,
            keeps_out=("the best matrix", "the best matrix, clipped", "PCA", "the noise"),
            allowed=(0, 0.92),
            words="error on new digits, divided by that of the best matrix",
            sentence="On new digits with new noise the error of your networks is {value:.2f} times "
            "that of the best matrix; it should be at most {high:.2f}.",
        ),
    )

    def fixed_target(self) -> NoisyDigits:
        """Return all ten classes as they are, with noise of standard deviation 0.5."""
        return NoisyDigits(tuple(range(10)), turn=0, sigma=0.5)

    def draw(self, random: np.random.Generator) -> NoisyDigits:
        """Draw five classes, how much noise, and one of the turns that are not 0."""
        classes = Turned.drawn(random)
        sigma = round(float(random.uniform(LEAST_NOISE, MOST_NOISE)), 2)
        return NoisyDigits(classes, turn=int(random.integers(1, TURNS)), sigma=sigma)

    def arguments(self, target: NoisyDigits) -> list[Any]:
        """Return the images and the standard deviation of the noise."""
        return [target.images, target.sigma]

    def shapes(self, target: NoisyDigits) -> list[tuple[int, ...]]:
        """Return the shapes of an image, of its codes, and of what comes back."""
        shape = target.images.shape[1:]
        return [shape, (CODES_OF_NOISY,), shape]

    def inputs(self, target: NoisyDigits, random: np.random.Generator) -> NDArray[np.float32]:
        """Put noise on new digits."""
        return _with_noise(self._clean(target), target.sigma, random).astype(np.float32)

    def joined(self, stages: Sequence[NDArray[Any]]) -> NDArray[np.float32]:
        """Return each noisy image with what was made of it, shape (n, 2, 14, 14)."""
        return np.stack([stages[0], stages[-1]], axis=1)

    def values(self, samples: NDArray[np.float32], target: NoisyDigits) -> dict[str, float]:
        """Return the ratio of the errors, on the same noisy images."""
        given, gotten = (samples[:, i].astype(np.float64) for i in (0, 1))
        with np.errstate(all="ignore"):
            return {"ratio": _ratio(self._clean(target), gotten, self.by_matrix(given, target))}

    def _clean(self, target: NoisyDigits) -> NDArray[np.float64]:
        """Return the new images that noise is put on, always the same and of all classes."""
        new = target.new_images
        chosen = np.linspace(0, len(new) - 1, self.samples).astype(int)
        return np.asarray(new[chosen] / 255, np.float64)

    @staticmethod
    def by_matrix(noisy: NDArray[np.float64], target: NoisyDigits) -> NDArray[np.float64]:
        """Return what the matrix with an offset makes of noisy images that is best in training.

        Best is the smallest squared error on the training images, with five draws of noise.
        """
        flat = noisy.reshape(len(noisy), -1)
        return np.asarray(_with_one(flat) @ _best_matrix(target)).reshape(noisy.shape)

    @staticmethod
    def by_pca(noisy: NDArray[np.float64], clean: Any, target: NoisyDigits) -> NDArray[np.float64]:
        """Return what PCA of the clean training images makes of noisy ones, with the best k."""
        mean, components = _all_components(target)
        codes, right = (
            (images.reshape(len(images), -1) - mean) @ components.T for images in (noisy, clean)
        )
        kept = ((codes - right) ** 2).sum(axis=0).cumsum()
        lost = (right**2).sum(axis=0)[::-1].cumsum()[::-1]
        k = 1 + int(np.argmin(kept[:-1] + lost[1:]))
        return np.asarray(mean + codes[:, :k] @ components[:k]).reshape(noisy.shape)

    def wrong(self, target: NoisyDigits) -> dict[str, NDArray[Any]]:
        """Return what matrices make of noisy images, and these themselves."""
        given = self.inputs(target, np.random.default_rng(2014)).astype(np.float64)
        by_matrix = self.by_matrix(given, target)
        by_pca = self.by_pca(given, self._clean(target), target)
        return {
            "the best matrix": self.joined([given, by_matrix]),
            "the best matrix, clipped": self.joined([given, np.clip(by_matrix, 0, 1)]),
            "PCA": self.joined([given, by_pca]),
            "the noise": self.joined([given, given]),
        }

    def pictured(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return rows of noisy images, and below each row what was made of it."""
        return _in_rows(samples)

    def scene(self, target: NoisyDigits) -> Images:  # noqa: ARG002
        """Return what images are drawn like."""
        return Images(black=0.0)

    def described(self, target: NoisyDigits) -> Any:
        """Return classes, noise and turn."""
        return [list(target.classes), target.sigma, target.turn]

    def described_target(self, description: Any) -> NoisyDigits:
        """Return the target that was described so."""
        classes, sigma, turn = description
        return NoisyDigits(tuple(classes), turn=turn, sigma=sigma)


def _ratio(
    right: NDArray[np.float64], gotten: NDArray[np.float64], by_matrix: NDArray[np.float64]
) -> float:
    """Return the ratio of two errors; infinite where it is no number."""
    ratio = ((gotten - right) ** 2).mean() / ((by_matrix - right) ** 2).mean()
    return float(np.nan_to_num(ratio, nan=np.inf))


def _in_rows(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    columns = Images().columns
    whole = samples[: len(samples) // columns * columns]
    rows = whole.reshape(-1, columns, *samples.shape[1:]).swapaxes(1, 2)
    return rows.reshape(-1, *samples.shape[2:])


def _with_noise(images: Any, sigma: float, random: np.random.Generator) -> NDArray[np.float64]:
    return np.asarray(np.clip(images + random.normal(0, sigma, images.shape), 0, 1))


def _with_one(flat: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([flat, np.ones(len(flat))])


@functools.lru_cache(maxsize=32)
def _images(split: str, classes: tuple[int, ...], turn: int) -> NDArray[np.uint8]:
    images, labels = load_digits(split, size=14)
    selection = images[np.isin(labels, classes)]
    flipped = selection[:, :, ::-1] if turn >= TURNS // 2 else selection
    turned = np.ascontiguousarray(np.rot90(flipped, turn, axes=(1, 2)))
    turned.flags.writeable = False  # all who ask get the same array
    return turned


def _principal(target: TurnedDigits) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    mean, components = _all_components(target)
    return mean, components[: target.codes]


@functools.lru_cache(maxsize=32)
def _all_components(target: Turned) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    flat = target.images.reshape(len(target.images), -1) / 255
    mean = flat.mean(axis=0)
    _, vectors = np.linalg.eigh((flat - mean).T @ (flat - mean))
    return mean, vectors.T[::-1]


@functools.lru_cache(maxsize=32)
def _best_matrix(target: NoisyDigits) -> NDArray[np.float64]:
    clean, random = target.images / 255, np.random.default_rng(2014)
    flat = clean.reshape(len(clean), -1)
    draws = [
        _with_one(_with_noise(clean, target.sigma, random).reshape(flat.shape)) for _ in range(5)
    ]
    squares = np.sum([noisy.T @ noisy for noisy in draws], axis=0)
    products = np.sum([noisy.T @ flat for noisy in draws], axis=0)
    return np.asarray(np.linalg.solve(squares, products))
