"""Find the written answers in a submission: what a student wrote below a question for a person.

All of it comes from a stranger. Texts stay texts. Figures are bounded, decoded and drawn anew, so
that a page shows what Pillow has understood and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image, ImageOps

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
MAX_PNG = 400_000
"""Bytes of a PNG; what takes more is a photograph, and becomes a JPEG."""

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
_EMBEDDED = re.compile(r"data:(image/\w+);base64,([A-Za-z0-9+/=]+)")
"""How Colab keeps a picture that was pasted into a text."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""How printed text is coloured in a terminal."""


@dataclass(frozen=True)
class Figure:
    """A picture that a student made or pasted."""

    data: bytes = b""
    """A PNG or a JPEG; nothing if it cannot be shown."""
    problem: str = ""
    """Why it cannot be shown, if it cannot."""
    digest: str = ""
    """Of what the notebook holds, so that it does not depend on how Pillow draws it."""

    @property
    def address(self) -> str:
        """The picture as an address that holds it."""
        kind = "jpeg" if self.data.startswith(b"\xff\xd8") else "png"
        return f"data:image/{kind};base64,{base64.b64encode(self.data).decode()}"


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
    cut: bool = False
    """Whether there may be more than these pieces hold."""

    @property
    def text(self) -> str:
        """All text and code."""
        return "\n".join(piece.source for piece in self.pieces)

    @property
    def digest(self) -> str:
        """Return a hash of all that a person can see of it."""
        content = [
            (
                piece.kind,
                piece.source,
                piece.output,
                [figure.digest for figure in piece.figures],
                [(name, figure.digest) for name, figure in sorted(piece.attached.items())],
            )
            for piece in self.pieces
        ]
        return hashlib.sha256(json.dumps([self.state, content]).encode()).hexdigest()[:12]


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
        return _plain(self.source)


def _plain(text: str) -> str:
    """Return a text without what editors change: spaces at the ends of lines, and empty lines."""
    return "\n".join(filter(None, (line.rstrip() for line in text.splitlines())))


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
    parts = [*_added(asked[0], cells[start]), *_below(cells[start + 1 :], given, question)]
    pieces: list[Piece] = []
    figures = MAX_FIGURES
    cut = any(len(cell.source) > MAX_TEXT for cell in parts)
    for cell in parts:
        if len(pieces) == MAX_PIECES:
            cut = True
            break
        piece = _piece(cell, figures)
        if piece is not None:
            pieces.append(piece)
            figures -= len(piece.figures) + len(piece.attached)
    if pieces:
        return Answer("given", tuple(pieces), cut or figures <= 0)
    untouched = any(PLACEHOLDER in cell.source for cell in parts)
    return Answer("placeholder" if untouched else "empty")


def _added(asked: _Cell, cell: _Cell) -> Iterator[_Cell]:
    """Yield what a student wrote into the cell of the question itself, if anything."""
    given = {line.rstrip() for line in asked.source.splitlines()} - {""}
    lines = [line for line in cell.source.splitlines() if line.rstrip() not in given]
    if any(map(str.strip, lines)):
        yield replace(cell, source="\n".join(lines))


def _below(cells: Sequence[_Cell], given: frozenset[str], question: Question) -> Iterator[_Cell]:
    """Yield the cells between a question and whatever the course put next."""
    asks = _plain(question.asks)
    for cell in cells:
        if BEGIN in cell.source or END in cell.source:
            # Editors can merge the cell of an answer with the one below it.
            above = re.split(f"{BEGIN}|{END}", cell.source)[0]
            if above.strip():
                yield replace(cell, source=above)
            return
        if cell.plain not in given:
            yield cell
        elif cell.plain not in asks:  # not a second cell of the question itself
            return


def _piece(cell: _Cell, figures: int) -> Piece | None:
    """Return a cell as a piece of an answer; None if there is nothing to see."""
    if cell.kind == "code":
        drawn = tuple(itertools.islice(_drawn(cell), max(0, figures)))
        printed = _printed(cell)
        if not (cell.source.strip() or drawn or printed):
            return None
        return Piece("code", cell.source[:MAX_TEXT], printed, drawn)
    pasted = cell.raw.get("attachments")
    bundles = dict(pasted) if isinstance(pasted, dict) else {}

    def detached(match: re.Match[str]) -> str:
        name = f"embedded-{len(bundles) + 1}"
        bundles[name] = {match[1]: match[2]}
        return f"attachment:{name}"

    text = _EMBEDDED.sub(detached, cell.source.replace(PLACEHOLDER, "")).strip()
    attached = {
        name: figure
        for name, bundle in itertools.islice(bundles.items(), max(0, figures))
        if isinstance(bundle, dict) and (figure := _figure(bundle))
    }
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
            if not any(kind.startswith("image/") for kind in bundle):
                texts.append(_text(bundle.get("text/plain")))
        else:
            texts.append(_text(output.get("text", output.get("evalue"))))
    return _COLOURS.sub("", "\n".join(filter(None, texts)))[:MAX_TEXT]


def _drawn(cell: _Cell) -> Iterator[Figure]:
    """Yield the figures among a cell's outputs."""
    for output in _outputs(cell):
        bundle = output.get("data")
        if isinstance(bundle, dict) and (figure := _figure(bundle)):
            yield figure


def _figure(bundle: Mapping[str, Any]) -> Figure | None:
    """Return the picture in a bundle of one thing in several formats, if it has one."""
    kinds = [kind for kind in bundle if kind.startswith("image/")]
    if not kinds:
        return None
    kind = next((kind for kind in _FORMATS if kind in kinds), kinds[0])
    text = "".join(_text(bundle[kind]).split())
    digest = hashlib.sha256(text.encode()).hexdigest()[:16]
    if kind not in _FORMATS:
        return Figure(problem="its format is not shown here", digest=digest)
    try:
        return Figure(_drawn_anew(text, _FORMATS[kind]), digest=digest)
    except ValueError as error:
        return Figure(problem=str(error), digest=digest)


def _drawn_anew(text: str, form: str) -> bytes:
    """Return a picture in base64 as a PNG or JPEG of at most ``WIDTH`` pixels in each direction.

    Raises:
        ValueError: if it is none, or too large.
    """
    drawn = None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of large pictures, which are refused here
            with Image.open(io.BytesIO(base64.b64decode(text)), formats=[form]) as picture:
                if picture.width * picture.height <= MAX_PIXELS:
                    drawn = ImageOps.exif_transpose(picture).convert("RGBA")
    except Exception as error:  # Pillow raises many kinds on damaged files
        raise ValueError("it is damaged") from error
    if drawn is None:
        raise ValueError("it is too large")
    drawn.thumbnail((WIDTH, WIDTH))
    # Onto white: figures without a background are drawn for paper.
    paper = Image.new("RGB", drawn.size, "white")
    paper.paste(drawn, mask=drawn)
    png = _saved(paper, "PNG")
    return png if len(png) <= MAX_PNG else _saved(paper, "JPEG")


def _saved(picture: Image.Image, form: str) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form)
    return stream.getvalue()


def _text(value: Any) -> str:
    """Return a text as notebooks store it: whole, or as lines."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""
