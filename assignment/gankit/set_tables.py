"""Numbers of several sets of images as a table, with the images behind them."""

from __future__ import annotations

import base64
import html
import io
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from gankit.pages import Page

Images = NDArray[np.uint8]

FEW = 6
"""Images that a row shows at once."""
MANY = (3, 20)
"""Rows and columns of the sheet that opens."""
_STYLE = Path(__file__).with_name("scripts") / "sets.css"


def set_table(sets: Mapping[str, Images], numbers: Mapping[str, Mapping[str, float | str]]) -> Page:
    """Return a table with a row for each set: its name, some images, its numbers with bars.

    A row opens and shows 60 of the images. Bars compare the sets: the largest number of a column
    has the longest one.

    Args:
        sets: uint8 images of shape (n, h, w), by the name of the set.
        numbers: what was measured, by the set's name and the column's; a text has no bar.

    Raises:
        ValueError: if a set has no images or no numbers, or if columns differ.
    """
    columns = list(next(iter(numbers.values()), {}))
    for name, members in sets.items():
        if np.ndim(members) != 3 or len(members) == 0 or np.asarray(members).dtype != np.uint8:
            raise ValueError(f"the images of {name!r} must be uint8 of shape (n, h, w)")
        if name not in numbers or list(numbers[name]) != columns:
            raise ValueError(f"{name!r} needs the numbers {', '.join(columns)}".rstrip())
    most = {
        column: max((_size(row[column]) for row in numbers.values()), default=0.0)
        for column in columns
    }
    grid = f"grid-template-columns: 14em {FEW * 15}px repeat({len(columns)}, minmax(5em, 8.5em))"
    row = f'class="row" style="{grid}; min-width: {22.5 + 5.8 * len(columns):.0f}em"'
    heads = "".join(f'<span class="number">{html.escape(column)}</span>' for column in columns)
    lines = [f"<div {row.replace('row', 'row head', 1)}><span>set</span><span></span>{heads}</div>"]
    for name, members in sets.items():
        cells = "".join(_cell(numbers[name][column], most[column]) for column in columns)
        label = html.escape(name)
        lines.append(
            f"<details><summary {row}><span>{label}</span>{_picture(members, (1, FEW), 14, alt='')}"
            f'{cells}</summary><div class="sheet">'
            f"{_picture(members, MANY, 28, alt=f'60 of the images: {label}')}</div></details>"
        )
    block = (
        f'<div class="gankit-sets"><style>{_STYLE.read_text("utf-8")}</style>{"".join(lines)}</div>'
    )
    return Page(block, _text(sets, numbers, columns))


def _size(value: float | str) -> float:
    """Return what a bar shows of a value: nothing of a text or of what is not finite."""
    return abs(value) if not isinstance(value, str) and np.isfinite(value) else 0.0


def _cell(value: float | str, most: float) -> str:
    if isinstance(value, str):
        return f'<span class="number">{html.escape(value)}</span>'
    share = _size(value) / most if most else 0.0
    bar = f'<span class="bar" style="width: {100 * share:.0f}%"></span>'
    return f'<span class="number">{value:.2f}{bar}</span>'


def _picture(members: Images, shape: tuple[int, int], size: int, alt: str) -> str:
    """Return an image element with some of the images, each so many pixels wide."""
    rows, columns = shape
    height, width = members.shape[1:]
    some = np.resize(np.linspace(0, len(members) - 1, rows * columns).astype(int), rows * columns)
    framed = np.pad(members[some], ((0, 0), (0, 1), (0, 1)), constant_values=128)
    mosaic = framed.reshape(rows, columns, height + 1, width + 1).transpose(0, 2, 1, 3)
    stream = io.BytesIO()
    picture = Image.fromarray(mosaic.reshape(rows * (height + 1), columns * (width + 1))[:-1, :-1])
    picture.save(stream, "PNG", optimize=True)
    data = base64.b64encode(stream.getvalue()).decode()
    wide = round(picture.width * size / width)
    return f'<img alt="{alt}" width="{wide}" src="data:image/png;base64,{data}">'


def _text(
    sets: Mapping[str, Images],
    numbers: Mapping[str, Mapping[str, float | str]],
    columns: list[str],
) -> str:
    """Return the table in characters."""
    rows = [["set", *columns]]
    for name in sets:
        values = (numbers[name][column] for column in columns)
        rows.append([name, *(v if isinstance(v, str) else f"{v:.2f}" for v in values)])
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            text.rjust(width) if place else text.ljust(width)
            for place, (text, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
