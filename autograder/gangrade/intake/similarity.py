"""Find submissions that share code, by MOSS's method: hashes of pieces of the token stream.

Saul Schleimer, Daniel Wilkerson and Alex Aiken, "Winnowing: local algorithms for document
fingerprinting", SIGMOD 2003. The tokens and the choice of pieces are copydetect's: other names,
comments, texts and spaces change nothing. The hashes are ours, because copydetect's are other ones
in each process.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from gangrade.intake.submission import Cell

PIECE = 25
"""Characters of a piece, after names became one letter each; copydetect's default."""
WINDOW = 6
"""Of so many pieces in a row at least one is kept: a passage of 30 characters cannot be missed."""
MAX_CODE = 100_000
"""Characters of a notebook that are looked at; an honest one has about 30,000."""
MAX_LINE = 1000
"""Characters of a line that are looked at: the tokeniser may take quadratic time in a line."""

LEAST_SHARE = 0.6
"""Of the smaller one's own pieces. Between right answers that were written apart (the variants of
this course) it is mostly below 0.4."""
LEAST_PIECES = 30
"""Shared pieces of a pair: a hundred characters of code or more."""
MOST_PAIRS = 500

_COMMON = 10, 0.05
"""A piece that more submissions have, and a larger share of them, is one that many come up with."""
_ROWS = 256
"""Submissions that are compared with all others at once: this bounds the memory."""


@dataclass(frozen=True)
class Pair:
    """Two submissions that share unusually much code."""

    first: str
    second: str
    share: float
    """Of the own pieces of the one that has fewer; 0 to 1."""
    pieces: int
    """The number of pieces that both have."""


def fingerprint(cells: Iterable[Cell]) -> tuple[int, ...]:
    """Return 32-bit hashes of pieces of the code, sorted: equal code gives equal hashes anywhere.

    Each cell counts by itself, so that moved cells change nothing. Any text will do: what is not
    Python is cut up all the same.
    """
    # copydetect imports pyplot, which not every process that grades needs.
    from copydetect import utils

    marks: set[int] = set()
    budget = MAX_CODE
    for cell in cells:
        code = "\n".join(line[:MAX_LINE] for line in cell.source.splitlines())[:budget]
        budget -= len(code)
        text, _ = utils.filter_code(code, "", language="python")
        data = text.encode("utf-32-le", errors="replace")  # four bytes for each character
        hashes = [
            zlib.crc32(data[start : start + 4 * PIECE])
            for start in range(0, len(data) - 4 * PIECE + 1, 4)
        ]
        if len(hashes) >= WINDOW:
            marks.update(utils.winnow(np.array(hashes), WINDOW)[0].tolist())
    return tuple(sorted(marks))


def shared(
    fingerprints: Mapping[str, Sequence[int] | NDArray[np.int64]], given: Collection[int]
) -> list[Pair]:
    """Return the pairs that share unusually much, those with the largest share first.

    A submission's *own* pieces are those that are neither in ``given`` (the fingerprint of the
    unsolved notebook) nor common in the class. Submissions with the same pieces are compared as
    one, and each is a pair with the first of them: so a hundred copies do not make their code
    common, nor 5000 pairs. At most ``MOST_PAIRS`` are returned.
    """
    starters = np.fromiter(given, np.int64)
    groups: dict[bytes, list[str]] = {}
    for name in sorted(fingerprints):
        pieces = np.setdiff1d(np.asarray(fingerprints[name], np.int64), starters)
        groups.setdefault(pieces.tobytes(), []).append(name)
    names = [group[0] for group in groups.values()]
    table = _own(groups)
    sizes = np.asarray(table.sum(axis=1)).ravel()
    pairs = [
        Pair(group[0], copy, 1.0, pieces=int(size))
        for group, size in zip(groups.values(), sizes, strict=True)
        if size >= LEAST_PIECES
        for copy in group[1:]
    ]
    columns = table.T.tocsr()
    for start in range(0, len(names), _ROWS):
        both = (table[start : start + _ROWS] @ columns).tocoo()
        rows = both.row + start
        share = both.data / np.minimum(sizes[rows], sizes[both.col])
        matches = (both.col > rows) & (both.data >= LEAST_PIECES) & (share >= LEAST_SHARE)
        pairs += [
            Pair(names[row], names[column], float(part), pieces=int(pieces))
            for row, column, part, pieces in zip(
                rows[matches], both.col[matches], share[matches], both.data[matches], strict=True
            )
        ]
        pairs.sort(key=lambda pair: (-pair.share, -pair.pieces, pair.first, pair.second))
        del pairs[MOST_PAIRS:]
    return pairs


def _own(groups: Collection[bytes]) -> sparse.csr_array:
    """Return a table of groups by pieces: 1 where a group has a piece that is not common."""
    sets = [np.frombuffer(pieces, np.int64) for pieces in groups]
    rows = np.repeat(np.arange(len(sets)), [len(pieces) for pieces in sets])
    every = np.concatenate([*sets, np.zeros(0, np.int64)])
    _, columns, counts = np.unique(every, return_inverse=True, return_counts=True)
    least, part = _COMMON
    rare = counts[columns] <= max(least, part * len(sets))
    ones = np.ones(int(rare.sum()), np.int32)
    return sparse.csr_array((ones, (rows[rare], columns[rare])), shape=(len(sets), len(counts)))
