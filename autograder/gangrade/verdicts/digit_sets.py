"""Sets of digits that nobody has seen, each with a known fault or with none."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import numpy as np
from gankit.digit_sets import shift_images
from gankit.digits import load_digits
from numpy.typing import NDArray

Images = NDArray[np.float64]
"""In [-1, 1], shape (n, 14, 14)."""

SORTS = ("good", "noisy", "collapsed", "memorised", "unbalanced")
FEWEST, MOST = 600, 1200
"""Images of a set."""
NOISE = (0.6, 1.2)
"""The noise's standard deviation, for images in [-1, 1]."""
FEW_KINDS = 3
"""A collapsed set has at most so many kinds, or one image of each."""


@functools.cache
def pool(sort: str) -> tuple[Images, list[NDArray[np.int64]]]:
    """Return the images that sets of a sort are drawn from, and the places of each kind in them."""
    images, labels = load_digits("train" if sort == "memorised" else "test", size=14)
    return images / 127.5 - 1, [np.flatnonzero(labels == kind) for kind in range(10)]


def draw(sort: str, random: np.random.Generator, few_kinds: bool | None = None) -> Images:
    """Return a set of one of the ``SORTS``, float64 numbers in [-1, 1] of shape (n, 14, 14).

    ``few_kinds`` chooses how a set is collapsed: it has few kinds, or one image of each; None
    leaves it to chance.
    """
    places = draw_places(sort, random, few_kinds)
    images: Images = shift_images(pool(sort)[0][places], random)
    if sort == "noisy":
        images = images + random.normal(0, random.uniform(*NOISE), images.shape)
    return np.clip(images, -1, 1)


def draw_places(
    sort: str, random: np.random.Generator, few_kinds: bool | None = None
) -> NDArray[np.int64]:
    """Return the places in the pool of the images of a set, before these are moved."""
    n = int(random.integers(FEWEST, MOST + 1))
    images, kinds = pool(sort)
    if sort == "collapsed":
        if random.random() < 0.5 if few_kinds is None else few_kinds:
            chosen = random.choice(10, random.integers(1, FEW_KINDS + 1), replace=False)
            return _any_of([kinds[kind] for kind in chosen], n, random)
        return _any_of([random.choice(kind, 1) for kind in kinds], n, random)
    if sort == "unbalanced":
        kind = int(random.integers(10))
        half = _any_of([kinds[kind]], n // 2, random)
        rest = [places for number, places in enumerate(kinds) if number != kind]
        return random.permutation(np.concatenate([half, _any_of(rest, n - n // 2, random)]))
    return random.choice(len(images), n, replace=False)


def _any_of(
    pools: list[NDArray[np.int64]], n: int, random: np.random.Generator
) -> NDArray[np.int64]:
    """Return n of the numbers, of each of the pools equally many up to one, in any order."""
    rows = random.permutation(np.arange(n) % len(pools))
    chosen = np.empty(n, np.int64)
    for row, places in enumerate(pools):
        chosen[rows == row] = random.choice(places, int((rows == row).sum()))
    return chosen


def drawn(random: np.random.Generator, of_each: int) -> Iterator[tuple[str, Images]]:
    """Yield so many sets of each sort with their names, in any order.

    Half of the collapsed ones have few kinds.
    """
    order = [(sort, number) for sort in SORTS for number in range(of_each)]
    random.shuffle(order)
    for sort, number in order:
        yield sort, draw(sort, random, few_kinds=number % 2 == 0)
