"""Measure drawn sets of each sort, so that the rate of errors of any rule can be read off.

    python autograder/measure_detective.py [SETS]

It draws so many sets of each sort (2000 if not said, some minutes on one core), as the question
`detective` does, and keeps what gankit's measures give for them in
autograder/calibration/evaluation/detective.sets.npz. What is slow, the distance from an image to
the nearest training image, is computed once for each of many moved (and noisy) images; the sets
are drawn from these.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import gankit
import numpy as np
from gangrade.verdicts import digit_sets
from gankit import digits
from gankit.digit_sets import shift_images

SEED = 2026
PATH = Path(__file__).parent / "calibration" / "evaluation" / "detective.sets.npz"
COLUMNS = ("classes", "novelty", "variety", "largest", "count")
COPIES = {"new": 6, "memorised": 2, "noisy": 12}
"""So often each image of a pool is moved; the noisy ones each time with another level of noise."""


class Pool:
    """Moved images of a pool: pixels in [0, 1], distances and classes, one row a copy."""

    def __init__(self, sort: str, copies: int, real: Any, random: np.random.Generator) -> None:
        """Move, measure and classify every image so many times."""
        images = digit_sets.pool(sort)[0]
        levels = np.linspace(*digit_sets.NOISE, copies) if sort == "noisy" else [0.0] * copies
        found = []
        for level in levels:
            moved = shift_images(images, random) + random.normal(0, level, images.shape)
            pixels = (np.clip(moved, -1, 1).astype(np.float32) + 1) / 2
            classes = digits._classes(digits._features(pixels))
            found.append((pixels, digits._nearest(pixels, real), classes))
        self.pixels, self.distances, self.classes = map(np.stack, zip(*found, strict=True))

    def some(self, places: Any, random: np.random.Generator) -> tuple[Any, Any, Any]:
        """Return pixels, distances and classes of a set: each image from any of its copies."""
        copies = random.integers(len(self.pixels), size=len(places))
        if len(self.pixels) == COPIES["noisy"]:  # one level of noise for the whole set
            copies[:] = copies[0]
        return (
            self.pixels[copies, places],
            self.distances[copies, places],
            self.classes[copies, places],
        )


def main(sets: int) -> None:
    """Draw, measure and write."""
    random = np.random.default_rng(SEED)
    images, labels = gankit.load_digits(size=14)
    real = digits._pixels(images)
    new = digits._pixels(gankit.load_digits("test", size=14)[0])
    usual = np.median(digits._nearest(new, real))
    usual_scatter = [digits._scatter(real[labels == kind]) for kind in range(10)]
    pools = {
        "new": Pool("good", COPIES["new"], real, random),
        "memorised": Pool("memorised", COPIES["memorised"], real, random),
        "noisy": Pool("noisy", COPIES["noisy"], real, random),
    }
    rows: dict[str, list[list[float]]] = {sort: [] for sort in digit_sets.SORTS}
    for sort in rows:
        pool = pools.get(sort, pools["new"])
        for number in range(sets):
            places = digit_sets.draw_places(sort, random, few_kinds=number % 2 == 0)
            pixels, distances, classes = pool.some(places, random)
            shares = np.bincount(classes, minlength=10) / len(classes)
            there = np.flatnonzero(shares)
            scatter = [digits._scatter(pixels[classes == k]) / usual_scatter[k] for k in there]
            rows[sort].append(
                [
                    float(np.mean(shares >= digits.ENOUGH / 10)),
                    float(np.median(distances) / usual),
                    float(np.dot(shares[there], scatter)),
                    shares.max(),
                    len(places),
                ]
            )
    PATH.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        PATH, columns=np.array(COLUMNS), **{s: np.array(v, np.float32) for s, v in rows.items()}
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
