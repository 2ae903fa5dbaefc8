"""Find the written answers in a submission: what a student wrote below a question for a person.

All of it comes from a stranger. Texts stay texts. Figures are bounded, decoded and drawn anew, so
that a page shows what Pillow has understood and nothing else.
"""

from __future__ import annotations

import base64
import binascii
import difflib
import hashlib
import io
import json
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image

from gangrade.submission import Source, cell_source, read_cells

if TYPE_CHECKING:
    from gangrade.examiner import Autograder, Question

BEGIN, END = "<!-- BEGIN QUESTION -->", "<!-- END QUESTION -->"
"""How otter marks the cells around a question that a person marks."""
PLACEHOLDER = "_Type your answer here, replacing this text._"
"""What otter puts where an answer belongs."""

MAX_TEXT = 20_000
"""Characters of one piece of an answer that are shown."""
MAX_PIECES = 60
MAX_FIGURES = 12
"""Figures of one answer that are shown."""
MAX_PIXELS = 20_000_000
"""Of a figure, before the memory for it is taken."""
WIDTH = 1000
"""Pixels of a figure on a page, at most; of its height too."""

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}


@dataclass(frozen=True)
class Figure:
    """A picture that a student made or pasted."""

    png: bytes = b""
    problem: str = ""
    """Why it cannot be shown, if it cannot."""


@dataclass(frozen=True)
class Piece:
    """A cell of an answer."""

    kind: Literal["text", "code"]
    source: str
    """Markdown, or code."""
    output: str = ""
    """What code printed."""
    figures: tuple[Figure, ...] = ()
    """What code drew."""
    attached: Mapping[str, Figure] = field(default_factory=dict)
    """Pictures that a text shows, by their names in it."""


State = Literal["given", "placeholder", "empty", "missing"]


@dataclass(frozen=True)
class Answer:
    """What a student wrote for one question."""

    state: State
    """``placeholder``: left as it was. ``missing``: the question is not in the notebook."""
    pieces: tuple[Piece, ...] = ()

    @property
    def text(self) -> str:
        """All text and code."""
        return "\n".join(piece.source for piece in self.pieces)

    @property
    def digest(self) -> str:
        """Return a hash of all that a person can see of it."""
        content = [
            (piece.kind, piece.source, piece.output, [*map(_hashed, piece.figures)])
            + tuple((name, _hashed(figure)) for name, figure in sorted(piece.attached.items()))
            for piece in self.pieces
        ]
        return hashlib.sha256(json.dumps([self.state, content]).encode()).hexdigest()[:12]


def _hashed(figure: Figure) -> str:
    return hashlib.sha256(figure.png or figure.problem.encode()).hexdigest()


def read(source: Source, autograder: Autograder) -> dict[str, Answer]:
    """Return a submission's answer to each question that a person marks.

    Raises:
        Unreadable: as ``submission.read``.
    """
    cells = [
        _Cell.of(cell, number)
        for number, cell in enumerate(read_cells(source, autograder.part, autograder.names), 1)
    ]
    released = [
        _Cell.of(cell, number)
        for number, cell in enumerate(json.loads(autograder.text("notebook.ipynb"))["cells"], 1)
    ]
    given = frozenset(cell.plain for cell in released) - {"", PLACEHOLDER}
    manual = [question for question in autograder.questions if question.manual]
    return {question.name: _answer(question, cells, released, given) for question in manual}


@dataclass(frozen=True)
class _Cell:
    kind: str
    source: str
    raw: Mapping[str, Any]

    @classmethod
    def of(cls, raw: Any, number: int) -> _Cell:
        cell = raw if isinstance(raw, dict) else {}
        return cls(str(cell.get("cell_type", "")), cell_source(cell, number), cell)

    @property
    def plain(self) -> str:
        """The text without what editors change: spaces at the ends of lines, and empty lines."""
        return "\n".join(filter(None, (line.rstrip() for line in self.source.splitlines())))


def _answer(
    question: Question, cells: Sequence[_Cell], released: Sequence[_Cell], given: frozenset[str]
) -> Answer:
    lines = [line for line in question.asks.splitlines() if line.strip()]
    asked = [cell for cell in released if lines and lines[0] in cell.source.splitlines()]
    if not asked:
        return Answer("missing")
    start = next(
        (
            number
            for number, cell in enumerate(cells)
            if cell.plain == asked[0].plain or lines[0] in cell.source.splitlines()
        ),
        None,
    )
    if start is None:
        return Answer("missing")
    pieces = []
    if added := _added(asked[0], cells[start]):
        pieces.append(Piece("text", added[:MAX_TEXT], attached=_attached(cells[start])))
    untouched = False
    figures = MAX_FIGURES
    for cell in cells[start + 1 :]:
        if END in cell.source or BEGIN in cell.source:
            break
        if cell.plain in given:
            if cell.plain in question.asks:  # a second cell of the question itself
                continue
            break
        untouched |= PLACEHOLDER in cell.source
        piece = _piece(cell, figures)
        if piece is not None and len(pieces) < MAX_PIECES:
            pieces.append(piece)
            figures -= len(piece.figures) + len(piece.attached)
    if pieces:
        return Answer("given", tuple(pieces))
    return Answer("placeholder" if untouched else "empty")


def _added(asked: _Cell, cell: _Cell) -> str:
    """Return the lines that a student wrote into the cell of the question itself."""
    if cell.plain == asked.plain:
        return ""
    before, after = asked.source.splitlines(), cell.source.splitlines()[:500]
    changes = difflib.ndiff(before, after)
    return "\n".join(line[2:] for line in changes if line.startswith("+ ")).strip()


def _piece(cell: _Cell, figures: int) -> Piece | None:
    """Return a cell as a piece of an answer; None if there is nothing to see."""
    if cell.kind == "code":
        drawn = tuple(_drawn(cell, figures))
        printed = _printed(cell)
        if not (cell.source.strip() or drawn or printed):
            return None
        return Piece("code", cell.source[:MAX_TEXT], printed, drawn)
    text = cell.source.replace(PLACEHOLDER, "").strip()
    attached = dict(list(_attached(cell).items())[: max(0, figures)])
    return Piece("text", text[:MAX_TEXT], attached=attached) if text or attached else None


# --- outputs ---------------------------------------------------------------------------------


def _outputs(cell: _Cell) -> Iterator[Mapping[str, Any]]:
    outputs = cell.raw.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        if isinstance(output, dict):
            yield output


def _printed(cell: _Cell) -> str:
    """Return what code printed, and its values as text where they are no pictures."""
    texts = []
    for output in _outputs(cell):
        bundle = output.get("data")
        if isinstance(bundle, dict):
            if not any(str(kind).startswith("image/") for kind in bundle):
                texts.append(_text(bundle.get("text/plain")))
        else:
            texts.append(_text(output.get("text")))
    return "\n".join(filter(None, texts))[:MAX_TEXT]


def _drawn(cell: _Cell, most: int) -> Iterator[Figure]:
    """Yield the figures among a cell's outputs."""
    for output in _outputs(cell):
        bundle = output.get("data")
        if most > 0 and isinstance(bundle, dict) and (figure := _figure(bundle)):
            most -= 1
            yield figure


def _attached(cell: _Cell) -> dict[str, Figure]:
    """Return the pictures that were pasted into a text."""
    attachments = cell.raw.get("attachments")
    if not isinstance(attachments, dict):
        return {}
    found = {
        str(name): _figure(bundle)
        for name, bundle in list(attachments.items())[:MAX_FIGURES]
        if isinstance(bundle, dict)
    }
    return {name: figure for name, figure in found.items() if figure}


def _figure(bundle: Mapping[str, Any]) -> Figure | None:
    """Return the picture in a bundle of one thing in several formats, if it has one."""
    kinds = [kind for kind in _FORMATS if kind in bundle]
    if not kinds:
        other = any(str(kind).startswith("image/") for kind in bundle)
        return Figure(problem="its format is not shown here") if other else None
    try:
        data = base64.b64decode(_text(bundle[kinds[0]]), validate=False)
        return Figure(_drawn_anew(data, _FORMATS[kinds[0]]))
    except (binascii.Error, ValueError) as error:
        return Figure(problem=str(error) if isinstance(error, _TooLarge) else "it is damaged")


class _TooLarge(ValueError):
    pass


def _drawn_anew(data: bytes, form: str) -> bytes:
    """Return a picture as a PNG of at most ``WIDTH`` pixels in each direction.

    Raises:
        ValueError: if it is none, or too large.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which are refused here
            with Image.open(io.BytesIO(data), formats=[form]) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise _TooLarge("it is too large")
                drawn = picture.convert("RGBA")
    except _TooLarge:
        raise
    except Exception as error:  # Pillow raises many kinds on damaged files
        raise ValueError("no picture") from error
    drawn.thumbnail((WIDTH, WIDTH))
    stream = io.BytesIO()
    drawn.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _text(value: Any) -> str:
    """Return a text as notebooks store it: whole, or as lines."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""
