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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from PIL import Image, ImageOps

from gangrade.intake.find import Unreadable
from gangrade.intake.submission import cell_source

if TYPE_CHECKING:
    from gangrade.part.part import Autograder, Question


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
MAX_ALL_PIXELS = 100_000_000
"""Of all figures of an answer: eight photographs."""
MAX_COPIES = 20
"""Copies of a question below which an answer is looked for."""
WIDTH = 1000
"""Pixels of a figure on a page, at most; of its height too."""
MAX_PNG = 400_000
"""Bytes of a PNG; what takes more is a photograph, and becomes a JPEG."""

_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
_EMBEDDED = re.compile(r"data:(image/\w+);base64,([A-Za-z0-9+/=]+)")
"""How Colab keeps a picture that was pasted into a text."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""How printed text is coloured in a terminal."""
_MARKS = re.compile(f"({BEGIN}|{END})")
_HOMES = re.compile(
    r"([A-Z]:[\\/]{1,2}Users[\\/]{1,2})(?:[^\\/\n:*?\"<>|]{1,60}(?=[\\/])|[^\\/\s:\"'<>|]{1,60})"
    r"|(/home/|/Users/)[^/\s:\"'<>|]{1,60}"
)
"""Folders that are named after whoever uses the computer."""
_NOT_SHOWN = "[an output in a format that is not shown: look into the notebook]"


@dataclass(frozen=True)
class Figure:
    """A picture that a student made or pasted."""

    data: bytes = b""
    """A PNG or a JPEG; nothing if it cannot be shown."""
    problem: str = ""
    """Why it cannot be shown, if it cannot."""

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
    """Whether there is more than these pieces hold."""
    content: str = ""
    """A hash of all that the student wrote, printed and drew, also of what is not shown."""

    @property
    def text(self) -> str:
        """All text and code."""
        return "\n".join(piece.source for piece in self.pieces)

    @property
    def digest(self) -> str:
        """What this version of the answer is known by."""
        digest = hashlib.sha256(json.dumps([self.state, self.content]).encode()).digest()
        # Letters and few digits: a spreadsheet reads hexadecimal such as 123e45 as a number.
        return base64.b32encode(digest).decode()[:12].lower()


def read(handed_in: Sequence[Any], autograder: Autograder) -> dict[str, Answer]:
    """Return the answer to each question that a person marks, from a submission's cells.

    Raises:
        Unreadable: with a message for the student.
    """
    cells = _cells(handed_in)
    templates = _cells(json.loads(autograder.text("notebook.ipynb"))["cells"])
    manual = [question for question in autograder.questions if question.manual]
    return {question.name: _answer(question, cells, templates) for question in manual}


@dataclass(frozen=True)
class _WrittenCell:
    kind: str
    source: str
    raw: Mapping[str, Any]

    @cached_property
    def plain(self) -> str:
        """Without what editors change: spaces at the ends of lines, and empty lines."""
        return "\n".join(filter(None, map(str.rstrip, self.source.splitlines())))

    @cached_property
    def lines(self) -> frozenset[str]:
        return frozenset(self.plain.splitlines())


def _cells(cells: Sequence[Any]) -> list[_WrittenCell]:
    """Return cells, with otter's marks apart: editors can merge what stands around them."""
    result = []
    for number, cell in enumerate(cells, 1):
        raw = cell if isinstance(cell, dict) else {}
        first, *others = _MARKS.split(cell_source(raw, number))
        sources = [source for source in (first, *others) if source.strip()] if others else [first]
        result += [_WrittenCell(str(raw.get("cell_type", "")), source, raw) for source in sources]
    return result


def _answer(
    question: Question, cells: Sequence[_WrittenCell], released: Sequence[_WrittenCell]
) -> Answer:
    asks = _WrittenCell("", question.asks, {})
    heading = asks.plain.partition("\n")[0]
    headings = [cell for cell in released if heading and heading in cell.lines]
    if not headings:
        return Answer("missing")
    # Another question may begin with the same line.
    own = max(headings, key=lambda cell: len(cell.lines & asks.lines))
    starts = [
        number
        for number, cell in enumerate(cells)
        if heading in cell.lines and own is max(headings, key=lambda a: len(a.lines & cell.lines))
    ][:MAX_COPIES]
    if not starts:
        return Answer("missing")
    # A cell with the heading alone is rather a note, or what is left of the question.
    whole = [number for number in starts if own.lines <= cells[number].lines]
    texts = frozenset(cell.plain for cell in released) - {"", PLACEHOLDER}
    found: dict[int, _WrittenCell] = {}
    for places, cells_of in ((whole, _section), (starts, _section), (starts, _beyond)):
        for place in places:
            found.update(cells_of(place, cells, texts, own.lines | asks.lines))
        if answer := _given(found.values()):
            return answer
    placeholder_left = any(PLACEHOLDER in cell.source for cell in found.values())
    return Answer("placeholder" if placeholder_left else "empty")


def _section(
    start: int, cells: Sequence[_WrittenCell], given: frozenset[str], asks: frozenset[str]
) -> Iterator[tuple[int, _WrittenCell]]:
    """Yield the cells from a question to whatever the course put next, without what it asks."""
    for number, cell in enumerate(cells[start:], start):
        ends = cell.source in (BEGIN, END) or cell.plain in given
        if ends and number > start and not cell.lines <= asks:
            return
        if cell.kind != "code" and cell.lines & asks:
            lines = [line for line in cell.source.splitlines() if line.rstrip() not in asks]
            cell = replace(cell, source="\n".join(lines))
        yield number, cell


def _beyond(
    start: int, cells: Sequence[_WrittenCell], given: frozenset[str], _asks: frozenset[str]
) -> Iterator[tuple[int, _WrittenCell]]:
    """Yield what was added below the end of a question: editors do not show where that is."""
    places = range(start + 1, len(cells))
    end = next((place for place in places if cells[place].source in (BEGIN, END)), None)
    if end is None or cells[end].source == BEGIN:
        return
    last = max((place for place in places if cells[place].plain in given), default=0)
    for number, cell in enumerate(cells[end + 1 :], end + 1):
        if cell.plain in given and cell.raw is cells[end].raw:
            continue  # the heading of what comes next, in the same cell as the mark
        # Code may be the answer to the next question, unless there is none.
        code = cell.kind == "code" and number < last
        if code or cell.source in (BEGIN, END) or cell.plain in given:
            return
        yield number, cell


def _given(cells: Iterable[_WrittenCell]) -> Answer | None:
    """Return what students wrote into these cells; None if there is nothing to see."""
    pieces: list[Piece] = []
    gallery = _Gallery()
    cut = False
    content = hashlib.sha256()
    for cell in cells:
        text, output, pictures = _content(cell)
        if not (text.strip() or output or pictures):
            continue
        content.update(json.dumps([cell.kind == "code", text, output, pictures]).encode())
        if len(pieces) == MAX_PIECES:
            cut = True
            continue
        figures = gallery.draw(pictures)
        cut = cut or len(figures) < len(pictures) or max(len(text), len(output)) > MAX_TEXT
        text, output = text[:MAX_TEXT], output[:MAX_TEXT]
        if cell.kind == "code":
            pieces.append(Piece("code", text, output, figures=tuple(figures.values())))
        else:
            pieces.append(Piece("text", text, attached=figures))
    return Answer("given", tuple(pieces), cut, content=content.hexdigest()) if pieces else None


def _content(cell: _WrittenCell) -> tuple[str, str, dict[str, _Picture]]:
    """Return text or code, what it printed, and its pictures by their names."""
    if cell.kind == "code":
        bundles = [output["data"] for output in _outputs(cell) if "data" in output]
        images = filter(None, map(_picture, bundles))
        pictures = {str(number): picture for number, picture in enumerate(images)}
        return cell.source, _printed(cell), pictures
    attachments = cell.raw.get("attachments")
    named = attachments.items() if isinstance(attachments, dict) else ()
    pictures = {name: picture for name, bundle in named if (picture := _picture(bundle))}

    def detached(match: re.Match[str]) -> str:
        name = f"embedded-{len(pictures) + 1}"
        pictures[name] = match[1], match[2]
        return f"attachment:{name}"

    text = _EMBEDDED.sub(detached, cell.source.replace(PLACEHOLDER, "")).strip()
    return text, "", pictures


def _outputs(cell: _WrittenCell) -> Iterator[Mapping[str, Any]]:
    outputs = cell.raw.get("outputs")
    for output in outputs if isinstance(outputs, list) else []:
        if isinstance(output, dict):
            yield output


def _printed(cell: _WrittenCell) -> str:
    """Return what code printed, and its values as text where they are no pictures."""
    texts = []
    for output in _outputs(cell):
        bundle = output.get("data")
        if not isinstance(bundle, dict):
            texts.append(_text(output.get("text", output.get("evalue"))))
        elif not _picture(bundle):
            texts.append(_value(bundle))
    text = _COLOURS.sub("", "\n".join(filter(None, texts)))
    return _HOMES.sub(lambda match: f"{match[1] or match[2]}…", text)


def _value(bundle: Mapping[str, Any]) -> str:
    """Return a value as text, or that it is in no format that could be shown."""
    texts = (_text(bundle.get(kind)) for kind in ("text/plain", "text/markdown", "text/latex"))
    value = next((text for text in texts if text and not text.startswith("<IPython.")), "")
    return value or (_NOT_SHOWN if any(bundle.values()) else "")


_Picture = tuple[str, str]
"""Its MIME type, and its content as the notebook holds it: in base64."""


def _picture(bundle: Any) -> _Picture | None:
    """Return the picture in a bundle of one thing in several formats, if it has one."""
    kinds = (
        [kind for kind in bundle if kind.startswith("image/")] if isinstance(bundle, dict) else []
    )
    if not kinds:
        return None
    kind = next((kind for kind in _FORMATS if kind in kinds), kinds[0])
    return kind, "".join(_text(bundle[kind]).split())


class _Gallery:
    """Draws the pictures of an answer anew, until there are too many or they are too large."""

    def __init__(self) -> None:
        self._figures, self._pixels = MAX_FIGURES, MAX_ALL_PIXELS

    def draw(self, pictures: Mapping[str, _Picture]) -> dict[str, Figure]:
        """Return the pictures for which there is room, by their names."""
        shown = dict(itertools.islice(pictures.items(), self._figures))
        self._figures -= len(shown)
        return {name: self._figure(*picture) for name, picture in shown.items()}

    def _figure(self, kind: str, text: str) -> Figure:
        if kind not in _FORMATS:
            return Figure(problem="its format is not shown here: look into the notebook")
        try:
            return Figure(self._drawn_anew(text, _FORMATS[kind]))
        except Unreadable as error:
            return Figure(problem=str(error))

    def _drawn_anew(self, text: str, form: str) -> bytes:
        """Return a picture in base64 as a PNG or JPEG of at most ``WIDTH`` pixels on each side.

        Raises:
            Unreadable: if it is none, or too large.
        """
        drawn = None
        problem = "it is too large"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of large pictures, which are refused here
                with Image.open(io.BytesIO(base64.b64decode(text)), formats=[form]) as picture:
                    pixels = picture.width * picture.height
                    if MAX_PIXELS >= pixels > self._pixels:
                        problem = "the pictures of this answer are too large together"
                    elif pixels <= MAX_PIXELS:
                        self._pixels -= pixels
                        drawn = ImageOps.exif_transpose(_small(picture)).convert("RGBA")
        except Exception as error:  # Pillow raises many kinds on damaged files
            raise Unreadable("it is damaged") from error
        if drawn is None:
            raise Unreadable(problem)
        # Onto white: figures without a background are drawn for paper.
        paper = Image.new("RGB", drawn.size, "white")
        paper.paste(drawn, mask=drawn)
        png = _saved(paper, "PNG")
        return png if len(png) <= MAX_PNG else _saved(paper, "JPEG")


def _small(picture: Image.Image) -> Image.Image:
    """Return a picture of at most ``WIDTH`` pixels in each direction."""
    # Other kinds have no shades between two colours, or colours that are transparent.
    if picture.mode not in {"L", "RGB"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.thumbnail((WIDTH, WIDTH))
    return picture


def _saved(picture: Image.Image, form: str) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form)
    return stream.getvalue()


def _text(value: Any) -> str:
    """Return a text as notebooks store it: whole, or as lines."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return value.encode(errors="replace").decode() if isinstance(value, str) else ""
