"""The structure of a JSON text, measured before a parser takes memory for it.

A parser makes an object of each bracket and each comma. Sixty megabytes of ``{},{},…`` become a
gigabyte, and what converts or validates them takes a multiple of it. Here the text is gone through
in blocks, in a time and a memory that its length bounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_BLOCK = 2**20
"""Bytes that are looked at together."""
_KINDS = np.zeros(256, np.int8)
_OPEN_LIST, _OPEN_OBJECT, _CLOSE, _COMMA = 1, 2, 3, 4
for _mark, _kind in zip(b"[{]},", (_OPEN_LIST, _OPEN_OBJECT, _CLOSE, _CLOSE, _COMMA), strict=True):
    _KINDS[_mark] = _kind


@dataclass(frozen=True)
class Structure:
    """How much a JSON text holds, whether or not it is well formed."""

    values: int
    """Values in lists and in objects, at most: commas and brackets outside of texts."""
    objects: int
    depth: int
    """Lists and objects within each other."""


def structure(data: bytes) -> Structure:
    """Return the structure of a JSON text in UTF-8."""
    if b"\\" in data:  # what is escaped neither ends a text nor begins one
        data = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    values = objects = depth = deepest = 0
    within = False
    for start in range(0, len(data), _BLOCK):
        block = np.frombuffer(data, np.uint8, min(_BLOCK, len(data) - start), start)
        text = np.logical_xor.accumulate(np.append(within, block == ord('"')))[1:]
        within = bool(text[-1])
        kinds = np.where(text, 0, _KINDS[block])
        marks = kinds[kinds > 0]
        values += int((marks != _CLOSE).sum())
        objects += int((marks == _OPEN_OBJECT).sum())
        steps = np.select([marks == _CLOSE, marks == _COMMA], [-1, 0], 1)
        if len(steps):
            levels = depth + np.cumsum(steps)
            deepest, depth = max(deepest, int(levels.max())), int(levels[-1])
    return Structure(values, objects, depth=deepest)
