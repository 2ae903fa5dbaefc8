"""Digits that a GAN has drawn, at the end of its training and on the way there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).with_name("data")


def load_gan_digits() -> dict[str, NDArray[Any]]:
    """Return what a GAN like that of part 2 has drawn, by name.

    - ``samples``: 2000 images at the end of its training, uint8 of shape (2000, 14, 14).
    - ``moments``: 60 images at each of ten moments of it, uint8 of shape (10, 60, 14, 14).
    - ``steps``: after how many steps that was, shape (10,).
    - ``distances``: the Fréchet distance at each moment, of 2000 images, shape (10,).

    ``data/README.md`` says how they were made.
    """
    with np.load(DATA / "gan_digits.npz") as file:
        return dict(file)
