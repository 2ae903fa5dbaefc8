"""Sets of digits that are not quite those that they come from."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

SHIFT = (0.1, 0.2)
"""Every image is moved by so much of a pixel, so that none can be looked up byte by byte."""


def shift_images(samples: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """Return each image moved by 0.1 to 0.2 of a pixel, in a direction of its own.

    Black comes in from outside.

    Args:
        samples: numbers from -1 (black) to 1, of shape (n, h, w).
        rng: draws the directions and the lengths.
    """
    angle = rng.uniform(0, 2 * np.pi, len(samples))
    length = rng.uniform(*SHIFT, len(samples))
    down, right = length * np.sin(angle), length * np.cos(angle)
    return _moved(_moved(samples, down).transpose(0, 2, 1), right).transpose(0, 2, 1)


def _moved(images: NDArray[Any], by: NDArray[np.float64]) -> NDArray[Any]:
    """Move the rows of each image by less than one row, between neighbours."""
    black = np.full_like(images[:, :1], -1)
    lower = np.concatenate([black, images[:, :-1]], axis=1)
    upper = np.concatenate([images[:, 1:], black], axis=1)
    share = np.abs(by)[:, None, None]
    between = (1 - share) * images + share * np.where(by[:, None, None] > 0, lower, upper)
    return np.asarray(between)
