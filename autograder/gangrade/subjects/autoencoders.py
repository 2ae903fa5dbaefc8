"""Digits that an encoder and a decoder give back, against what a matrix can."""

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
TURNS = 8


@dataclass(frozen=True)
class TurnedDigits:
    """The images of some classes, all turned and flipped alike, and how many codes there are."""

    classes: tuple[int, ...]
    turn: int
    """From 0 to 7: quarter turns, from 4 on after a flip. 0 leaves the images as they are."""
    codes: int

    @property
    def images(self) -> NDArray[np.uint8]:
        """The shipped training images of these classes, uint8 of shape (n, 14, 14)."""
        return _images("train", self.classes, self.turn)

    @property
    def new_images(self) -> NDArray[np.uint8]:
        """The same of the new digits."""
        return _images("test", self.classes, self.turn)


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
        classes = tuple(sorted(map(int, random.choice(10, DRAWN_CLASSES, replace=False))))
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
            by_pca = self.by_pca(given, target)
            ratio = ((gotten - given) ** 2).mean() / ((by_pca - given) ** 2).mean()
        return {"ratio": float(np.nan_to_num(ratio, nan=np.inf))}

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
        columns = Images().columns
        whole = samples[: len(samples) // columns * columns]
        rows = whole.reshape(-1, columns, *samples.shape[1:]).swapaxes(1, 2)
        return rows.reshape(-1, *samples.shape[2:])

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


@functools.lru_cache(maxsize=32)
def _images(split: str, classes: tuple[int, ...], turn: int) -> NDArray[np.uint8]:
    images, labels = load_digits(split, size=14)
    selection = images[np.isin(labels, classes)]
    flipped = selection[:, :, ::-1] if turn >= TURNS // 2 else selection
    turned = np.ascontiguousarray(np.rot90(flipped, turn, axes=(1, 2)))
    turned.flags.writeable = False  # all who ask get the same array
    return turned


@functools.lru_cache(maxsize=32)
def _principal(target: TurnedDigits) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    flat = target.images.reshape(len(target.images), -1) / 255
    mean = flat.mean(axis=0)
    _, vectors = np.linalg.eigh((flat - mean).T @ (flat - mean))
    return mean, vectors.T[::-1][: target.codes]
