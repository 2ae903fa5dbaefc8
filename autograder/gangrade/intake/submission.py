"""Find submissions and read their code cells.

The files come from strangers: nothing in them is executed or unpickled, nothing is unpacked to
disk, and every size is bounded before the memory for it is taken.
"""

from __future__ import annotations

import errno
import hashlib
import io
import itertools
import json
import os
import re
import unicodedata
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import nbformat

MAX_FILE = 64 * 2**20
"""Bytes of a notebook with its outputs, or of a zip within a zip."""
MAX_VALUES = 5_000_000
"""Commas and brackets in a notebook's JSON: they bound the memory that parsing takes."""
MAX_CODE = 2**20
"""Characters of all code cells together; an honest notebook has a few ten thousand."""
MAX_CELLS = 1000
"""Code cells; each costs the grader time even if it does nothing."""
MAX_MEMBERS = 50_000
"""Files in a zip; a class of 10,000 may hand in a few each."""
MAX_DIRECTORY = 10 * 2**20
"""Bytes of the list of files in a zip."""
MAX_ZIPS = 20_000
"""Zips within a zip."""
MAX_UNPACKED = 20 * 2**30
"""Bytes of all zips within a zip. They are unpacked one at a time."""
MAX_INNER = 20
"""Notebooks in a student's zip: one that lies in a folder or within another zip."""

_ADVICE = "Submit the .ipynb file itself, as Jupyter or Colab saves it."
_DAMAGED = f"The zip is damaged and cannot be opened. Make it again, or: {_ADVICE}"


class NothingToGrade(Exception):  # noqa: N818 - read as a sentence in the command line
    """A path holds no submission; the message names it."""


class Unreadable(Exception):  # noqa: N818 - see above
    """A submission cannot be graded; the message says why and what to do."""


class CannotOpen(Unreadable):
    """A file cannot be read now, whatever is in it."""


@dataclass(frozen=True)
class Source:
    """Where a submission lies."""

    name: str
    """Unique in its run, and safe as the name of a folder."""
    path: Path
    members: tuple[str, ...] = ()
    """The way into a zip: a member's name, then a name within that member if it is a zip too."""

    def __str__(self) -> str:
        """Return the way there, whatever the current folder is."""
        return " > ".join([str(self.path.resolve()), *self.members])


@dataclass(frozen=True)
class Cell:
    """A code cell."""

    number: int
    """Its place among all cells of the notebook; the first is 1."""
    source: str


@dataclass(frozen=True)
class Submission:
    """The code of one notebook."""

    name: str
    cells: tuple[Cell, ...]


def find(paths: Sequence[Path]) -> list[Source]:
    """Return the submissions in ``paths``: notebooks, zips, or folders of them.

    A zip with one notebook is one submission; a zip with several notebooks or with zips is treated
    like a folder. A zip that lies in a folder or in a zip is a student's: zips in it are not opened
    up, and it stays one submission, which ``read`` refuses, if it holds too many notebooks.
    Hidden files, checkpoints and links that lead out of a folder are left out. A file of another
    kind is returned too when it is named directly: ``read`` says what it is.

    Raises ``NothingToGrade`` for a path that does not exist and for a folder without submissions.
    """
    found: list[tuple[str, Path, tuple[str, ...]]] = []
    for path in paths:
        if path.is_dir():
            files = sorted(_files(path))
            if not files:
                raise NothingToGrade(f"There is no notebook (.ipynb) and no zip in {path}.")
            for file in files:
                label = file.relative_to(path).as_posix()
                found += _open_up(label, file, prefix=label[: -len(file.suffix)] + "/", one=True)
        elif path.is_file():
            found += _open_up(path.name, path, prefix="", one=False)
        else:
            raise NothingToGrade(f"There is no file or folder {path}.")
    names = _unique_names(label for label, _, _ in found)
    return [Source(n, path, members) for n, (_, path, members) in zip(names, found, strict=True)]


def read(source: Source, part: str, questions: Collection[str]) -> Submission:
    """Return the code cells of a submission to ``part``, which has these ``questions``.

    Cells that otter ignores when it grades, and empty ones, are left out; outputs are not read.

    Raises ``Unreadable`` with a message for the student.
    """
    return Submission(source.name, code_cells(read_cells(source, part, questions)))


def code_cells(cells: Iterable[Any]) -> tuple[Cell, ...]:
    """Return those of a submission's cells that are graded.

    Raises ``Unreadable`` with a message for the student.
    """
    code = tuple(
        Cell(number, text)
        for number, cell in enumerate(cells, 1)
        if _is_graded(cell) and (text := cell_source(cell, number)).strip()
    )
    if len(code) > MAX_CELLS:
        raise Unreadable(
            f"The notebook holds {len(code)} code cells; at most {MAX_CELLS} are run. {_ADVICE}"
        )
    if sum(len(cell.source) for cell in code) > MAX_CODE:
        raise Unreadable(
            f"The notebook holds more than {MAX_CODE >> 20} MB of code. "
            "Remove data that was pasted into code cells, then submit again."
        )
    return code


def read_cells(source: Source, part: str, questions: Collection[str]) -> list[Any]:
    """Return all cells of a submission as they are in the file: data from a stranger.

    Raises ``Unreadable`` as ``read``.
    """
    members = source.members
    if (members[-1] if members else source.path.name).lower().endswith(".zip"):
        notebooks = _listing(source.path, members, (".ipynb",))
        if len(notebooks) != 1:
            held = "several notebooks" if notebooks else "no notebook (.ipynb)"
            raise Unreadable(f"The zip holds {held}. {_ADVICE}")
        members = (*members, *notebooks)
    with _refuse_damaged_zip(), _open(source.path, members) as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable(_too_large("The file", f"{MAX_FILE >> 20} MB"))

    notebook = _upgraded(_parsed(data))
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise Unreadable(f"This is not a notebook: it is JSON without a list of cells. {_ADVICE}")
    _check_part(notebook, part, questions)
    return cells


def code_hash(cells: Iterable[Cell]) -> str:
    """Return the SHA-256 of all that code can know of itself, in hexadecimal.

    Comments, layout and the cells' numbers count too: code can read them. Otherwise they could
    tell it what an earlier submission with the same hash has met.
    """
    known = [(cell.number, cell.source) for cell in cells]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()


# --- finding ---------------------------------------------------------------------------------


def _is_visible(name: str) -> bool:
    """Whether no part of a path is hidden; .ipynb_checkpoints are, and so is what macOS adds."""
    return not any(p.startswith(".") or p == "__MACOSX" for p in re.split(r"[/\\]", name))


def _files(folder: Path) -> Iterator[Path]:
    """Yield the notebooks and zips below a folder."""
    root = folder.resolve()
    for parent, folders, names in os.walk(folder):
        folders[:] = filter(_is_visible, folders)
        for name in filter(_is_visible, names):
            path = Path(parent, name)
            if (
                path.suffix.lower() in {".ipynb", ".zip"}
                and path.is_file()
                and path.resolve().is_relative_to(root)
            ):
                yield path


def _open_up(
    label: str, path: Path, members: tuple[str, ...] = (), *, prefix: str, one: bool
) -> list[tuple[str, Path, tuple[str, ...]]]:
    """Return label, path and members of one submission, or of each one in a zip of several.

    ``one`` says that one student made the file, not a learning platform for a class.
    """
    if label.lower().endswith(".zip"):
        suffixes = (".ipynb",) if one else (".ipynb", ".zip")
        try:
            inner = _listing(path, members, suffixes)
        except Unreadable:
            inner = []  # it stays one submission, and reading it tells the reason
        if one and len(inner) > MAX_INNER:
            inner = []  # the same: one student does not hand in thousands
        if len(inner) > 1 or any(name.lower().endswith(".zip") for name in inner):
            return [
                submission
                for name in inner
                for submission in _open_up(
                    prefix + name,
                    path,
                    (*members, name),
                    prefix=prefix + name[:-4] + "/",
                    one=True,
                )
            ]
    return [(label, path, members)]


def _unique_names(labels: Iterable[str]) -> Iterator[str]:
    """Yield a name for each label: a relative path such as ``submission_1/function_gan.ipynb``."""
    # Files that lie beside the folders.
    taken = {"grades.csv", "report.html", "canvas.csv", "moodle.csv", "final.csv", "merged.json"}
    numbers: dict[str, Iterator[int]] = {}
    for label in labels:
        stem = re.sub(r"\.(ipynb|zip)$", "", label, flags=re.IGNORECASE)
        parts = [part for part in re.split(r"[/\\]", stem) if part.strip(".")]
        name = re.sub(r"[^\w.-]", "_", unicodedata.normalize("NFKC", "-".join(parts)))
        # File systems allow 255 bytes; some do not tell upper from lower case.
        name = name.lstrip(".-").encode()[:200].decode(errors="ignore") or "submission"
        count = numbers.setdefault(name.casefold(), itertools.count(2))
        unique = name
        while unique.casefold() in taken:
            unique = f"{name}-{next(count)}"
        taken.add(unique.casefold())
        yield unique


# --- zips ------------------------------------------------------------------------------------


@contextmanager
def _refuse_damaged_zip() -> Iterator[None]:
    try:
        yield
    except Unreadable:
        raise
    except OSError as error:
        if error.errno != errno.EINVAL:  # zipfile seeks before the start of a damaged file
            raise CannotOpen(f"The file cannot be read: {error.strerror}.") from error
        raise Unreadable(_DAMAGED) from error
    except Exception as error:  # zipfile raises a dozen kinds on damaged and on hostile files
        raise Unreadable(_DAMAGED) from error


def _open(path: Path, members: tuple[str, ...]) -> BinaryIO:
    """Open a file, a member of a zip, or a member of a zip within a zip."""
    if not members:
        try:
            return path.open("rb")
        except OSError as error:
            raise CannotOpen(f"The file cannot be opened: {error.strerror}.") from error
    *outer, name = members
    with _open(path, tuple(outer)) as file, zipfile.ZipFile(file) as archive:
        info = archive.getinfo(name)
        if info.flag_bits & 0x1:
            raise Unreadable(f"The zip is encrypted with a password. Make one without. {_ADVICE}")
        # Only these two can be stopped after a number of bytes; bzip2 and LZMA unpack bombs whole.
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unreadable(
                f"The zip uses an unusual compression. Make an ordinary one. {_ADVICE}"
            )
        with archive.open(info) as member:
            data = member.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable(_too_large("A file in the zip", f"{MAX_FILE >> 20} MB"))
    return io.BytesIO(data)


def _listing(path: Path, members: tuple[str, ...], suffixes: tuple[str, ...]) -> list[str]:
    """Return the names of the members of a zip that end in one of the suffixes, sorted."""
    with _refuse_damaged_zip(), _open(path, members) as file:
        start = file.read(4096)
        if not start.strip():
            raise Unreadable(f"The file is empty. {_ADVICE}")
        if not start.startswith(b"PK"):
            kind = _kind(start) or "something else"
            raise Unreadable(f"The file is named .zip, but it is {kind}. {_ADVICE}")
        # ZipFile reads the whole list of files at once, however long it is.
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
        if end and end[zipfile._ECD_SIZE] > MAX_DIRECTORY:  # type: ignore[attr-defined]
            raise Unreadable(f"The zip holds too many files to look through. {_ADVICE}")
        with zipfile.ZipFile(file) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
    if not sizes:
        raise Unreadable(f"The zip is empty. {_ADVICE}")
    names = sorted(n for n in sizes if n.lower().endswith(suffixes) and _is_visible(n))
    zips = [size for name, size in sizes.items() if name.lower().endswith(".zip")]
    if len(sizes) > MAX_MEMBERS or len(zips) > MAX_ZIPS or sum(zips) > MAX_UNPACKED:
        raise Unreadable(f"The zip holds too many files to look through. {_ADVICE}")
    return names


# --- notebooks -------------------------------------------------------------------------------


def _too_large(what: str, limit: str) -> str:
    return f"{what} is larger than {limit}. Clear all outputs, save, and submit again."


_JSON = "JSON, as a notebook is"
_KINDS = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a zip or an Office document",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"\xd0\xcf\x11\xe0": "an Office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"<": "a web page (HTML)",
}


def _kind(data: bytes) -> str | None:
    """Return what a file looks like from its first bytes, or None where they do not tell."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        return _JSON
    return next((kind for magic, kind in _KINDS.items() if start.startswith(magic)), None)


def _parsed(data: bytes) -> dict[str, Any]:
    """Return the JSON object in a file."""
    if not data.strip():
        raise Unreadable(f"The file is empty. {_ADVICE}")
    kind = _kind(data)
    if kind and kind != _JSON:
        raise Unreadable(f"This is not a notebook but {kind}. {_ADVICE}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"This is not a notebook: its text is not UTF-8, as a notebook's always is. {_ADVICE}"
        ) from error
    if kind is None:
        raise Unreadable(f"This is not a notebook but plain text. {_ADVICE}")
    if sum(text.count(mark) for mark in ",[{") > MAX_VALUES:
        raise Unreadable(_too_large("The notebook's output", "can be read"))
    try:
        # int() refuses thousands of digits; such a number in some output does no harm.
        notebook = json.loads(text, parse_int=lambda digits: int(digits[:20]))
    except RecursionError as error:
        raise Unreadable(
            f"The notebook is damaged: its JSON is nested too deeply to be read. {_ADVICE}"
        ) from error
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"The notebook is damaged: its JSON breaks at line {error.lineno} ({error.msg}). "
            "Open it in Jupyter to see whether it still works, save it, and submit again."
        ) from error
    if not isinstance(notebook, dict):
        raise Unreadable(f"This is not a notebook but other JSON. {_ADVICE}")
    return notebook


def _upgraded(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return a notebook in format 4, whose cells are no longer inside of worksheets."""
    if "worksheets" not in notebook:
        return notebook
    try:
        for sheet in notebook["worksheets"]:
            for cell in sheet["cells"]:
                if cell.get("cell_type") == "code":
                    cell["outputs"] = []
        node = nbformat.from_dict(notebook)  # type: ignore[no-untyped-call]
        return dict(nbformat.convert(node, 4))  # type: ignore[no-untyped-call]
    except Exception as error:  # nbformat raises whatever the missing or odd key happens to cause
        raise Unreadable(
            "The notebook has a format from before 2015 and cannot be converted. "
            "Open it in Jupyter, save it, and submit again."
        ) from error


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _otter(notebook_or_cell: dict[str, Any]) -> dict[str, Any]:
    return _dict(_dict(notebook_or_cell.get("metadata")).get("otter"))


def _check_part(notebook: dict[str, Any], part: str, questions: Collection[str]) -> None:
    """Refuse a notebook of another part; one without otter's metadata is taken as it is."""
    name = _otter(notebook).get("assignment_name")
    if isinstance(name, str):
        if name != part:
            shown = "".join(filter(str.isprintable, name[:60]))
            raise Unreadable(
                f'This is the notebook of another part: "{shown}", not "{part}". '
                "Submit the right notebook."
            )
        return
    asked = set(_dict(_otter(notebook).get("tests")))
    for cell in map(_dict, notebook["cells"]):
        tests = _otter(cell).get("tests")
        if isinstance(tests, list):
            asked |= {name for name in tests if isinstance(name, str)}
    if asked and not asked & set(questions):
        raise Unreadable(
            f'This is the notebook of another part: it has no question of "{part}". '
            "Submit the right notebook."
        )


def _is_graded(cell: Any) -> bool:
    """Whether a cell holds code that is not marked to be left out."""
    cell = _dict(cell)
    has_outputs = "outputs" in cell or "execution_count" in cell
    tags = _dict(cell.get("metadata")).get("tags")
    return (
        cell.get("cell_type", "code" if has_outputs else None) == "code"
        and not (isinstance(tags, list) and "otter_ignore" in tags)
        and not _otter(cell).get("ignore")
    )


def cell_source(cell: dict[str, Any], number: int) -> str:
    """Return the text of the cell with this number.

    Raises ``Unreadable`` if it has something else.
    """
    lines = cell.get("source") or ""
    if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
        lines = "".join(lines)
    if not isinstance(lines, str):
        raise Unreadable(
            f"The notebook is damaged: the source of cell {number} is not text. {_ADVICE}"
        )
    # JSON can spell half a character (a lone surrogate), which no UTF-8 file can hold.
    return lines.encode(errors="replace").decode()
