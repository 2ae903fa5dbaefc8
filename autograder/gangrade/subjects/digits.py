"""Handwritten digits of 14×14 pixels: all ten classes are known; five of them are drawn."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

import numpy as np
from gankit.digits import digit_classes, digit_measures, load_digits
from numpy.typing import NDArray

from gangrade.subjects.base import Generated, Measure
from gangrade.subjects.scenes import Images

DRAWN_CLASSES = 5


@dataclass(frozen=True)
class DigitSet:
    """The images of some classes."""

    classes: tuple[int, ...]

    @property
    def images(self) -> NDArray[np.uint8]:
        """The shipped training images of these classes, uint8 of shape (n, 14, 14)."""
        return _images(self.classes)


class Digits(Generated[DigitSet]):
    """A generator of digits, as images with values in [-1, 1]."""

    fixed = "all digits"
    public = "digit_measures"
    noun = "the digits"
    caption = "Images that your generator made."
    samples = 2000
    leader = "frechet"
    measures = (
        Measure(
            "frechet",
            best=0,
            keeps_out=("averages", "noisy"),
            words="Fréchet distance between your images and the digits",
            sentence="The Fréchet distance between your images and the digits is {value:.1f}; it "
            "should be at most {high:.1f}.",
        ),
        Measure(
            "classes",
            best=1,
            keeps_out=("half of the classes",),
            words="share of the kinds of digits that your images show",
            sentence="Your images show {value:.2f} of the kinds of digits in the data; they should "
            "show at least {low:.2f}.",
        ),
        Measure(
            "novelty",
            best=1,
            keeps_out=("memorised",),
            words="distance to the nearest training image (new digits have 1)",
            sentence="Your images are {value:.2f} times as far from the nearest training image as "
            "new digits are; it should be at least {low:.2f}. Copies of training images are not "
            "what a generator should make.",
        ),
        Measure(
            "variety",
            best=1,
            keeps_out=("one of each class",),
            words="variety within one kind of digit (real digits have 1)",
            sentence="Within one kind of digit, your images vary {value:.2f} times as much as real "
            "digits; it should be at least {low:.2f}.",
        ),
    )

    def fixed_target(self) -> DigitSet:
        """Return all ten classes."""
        return DigitSet(tuple(range(10)))

    def draw(self, random: np.random.Generator) -> DigitSet:
        """Draw five of the ten classes."""
        classes = random.choice(10, DRAWN_CLASSES, replace=False)
        return DigitSet(tuple(sorted(map(int, classes))))

    def arguments(self, target: DigitSet) -> list[Any]:
        """Return the images."""
        return [target.images]

    def shape(self, target: DigitSet) -> tuple[int, ...]:
        """Return the shape of an image."""
        return target.images.shape[1:]

    def values(self, samples: NDArray[np.float32], target: DigitSet) -> dict[str, float]:
        """Return gankit's measures of images of shape (n, 14, 14).

        Being further from the training images than new digits are, or varying more, is no merit.
        """
        measures = digit_measures(samples, target.images)
        return {
            name: min(measures[name], 1.0) if name != "frechet" else measures[name]
            for name in measures
        }

    def wrong(self, target: DigitSet) -> dict[str, NDArray[Any]]:
        """Return noise, averages, copies, and sets that lack classes or variety."""
        return _wrong(target)

    def direction(self, target: DigitSet, random: np.random.Generator) -> list[float]:
        """Draw a pixel that is now black, now white, and divide by its standard deviation."""
        images = target.images.reshape(len(target.images), -1) / 127.5 - 1
        deviations = images.std(axis=0)
        direction = np.zeros(len(deviations))
        pixel = random.choice(np.flatnonzero(deviations > deviations.max() / 2))
        direction[pixel] = 1 / deviations[pixel]
        return [float(v) for v in direction]

    def described(self, target: DigitSet) -> Any:
        """Return the classes."""
        return list(target.classes)

    def described_target(self, description: Any) -> DigitSet:
        """Return the images of these classes."""
        return DigitSet(tuple(description))

    def scene(self, target: DigitSet) -> Images:  # noqa: ARG002
        """Return nothing of the target: everybody knows digits."""
        return Images()


class DigitSets(Digits):
    """A set of images that a student's function returned itself; no network drew them."""

    caption = "Images that your function returned, from all over the set."
    leader = ""  # nothing was trained


class Riddles(DigitSets):
    """A set that was drawn for a student's function to say what is wrong with it."""

    caption = "Images of the first set that your function called by a wrong word."


@functools.lru_cache(maxsize=16)
def _images(classes: tuple[int, ...]) -> NDArray[np.uint8]:
    images, labels = load_digits("train", size=14)
    selection = images[np.isin(labels, classes)]
    selection.flags.writeable = False  # all who ask get the same array
    return selection


@functools.cache
def _wrong(target: DigitSet) -> dict[str, NDArray[Any]]:
    images, labels = load_digits("train", size=14)
    random = np.random.default_rng(2014)
    n = Digits.samples

    def chosen(pool: NDArray[Any]) -> NDArray[np.float64]:
        return np.asarray(pool[random.integers(0, len(pool), n)] / 127.5 - 1)

    of_class = [images[labels == label] for label in target.classes]
    # An image that the classifier takes for another digit would seem to add variety.
    plain = [
        pool[digit_classes(pool) == label]
        for pool, label in zip(of_class, target.classes, strict=True)
    ]
    averages = np.stack([pool.mean(axis=0) for pool in of_class])
    half = np.concatenate(of_class[: len(of_class) // 2])
    all_of_them = np.concatenate(of_class)
    copies = chosen(all_of_them)
    return {
        "noise": random.uniform(-1, 1, (n, *images.shape[1:])),
        "averages": chosen(averages),
        "half of the classes": chosen(half),
        "one of each class": chosen(np.stack([pool[0] for pool in plain])),
        "memorised": copies,
        "noisy": np.clip(copies + random.normal(0, 0.5, copies.shape), -1, 1),
    }
