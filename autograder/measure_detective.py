"""Measure drawn sets of each sort once, so that the rate of errors of any rule can be read off.

    python autograder/measure_detective.py [SETS]

It draws so many sets of each sort (2000 if not said, about half an hour on one core), as the
question `detective` does, and keeps what gankit measures of them in
autograder/calibration/evaluation/detective.sets.npz.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gankit
import numpy as np
from gangrade.verdicts import digit_sets

SEED = 2026
PATH = Path(__file__).parent / "calibration" / "evaluation" / "detective.sets.npz"
MEASURES = ("frechet", "classes", "novelty", "variety")


def main(sets: int) -> None:
    """Draw, measure and write."""
    random = np.random.default_rng(SEED)
    images, _ = gankit.load_digits(size=14)
    rows: dict[str, list[list[float]]] = {sort: [] for sort in digit_sets.SORTS}
    for sort in rows:
        for number in range(sets):
            # As the grader passes them on: float32.
            samples = digit_sets.draw(sort, random, few_kinds=number % 2 == 0).astype(np.float32)
            found = gankit.digit_measures(samples, images)
            grey = np.round((samples + 1) * 127.5).astype(np.uint8)
            largest = np.bincount(gankit.digit_classes(grey)).max() / len(grey)
            rows[sort].append([*(found[name] for name in MEASURES), largest, len(samples)])
    PATH.parent.mkdir(parents=True, exist_ok=True)
    columns = np.array([*MEASURES, "largest", "count"])
    np.savez_compressed(
        PATH, columns=columns, **{s: np.array(v, np.float32) for s, v in rows.items()}
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
