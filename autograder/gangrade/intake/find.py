"""Find what was handed in: notebooks, zips, folders of them."""

from __future__ import annotations

import errno
import io
import itertools
import os
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from gangrade.errors import LOG, GangradeError, InputError

MAX_FILE = 64 * 2**20
"""Bytes of a notebook with its outputs, or of a zip within a zip."""


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


ADVICE = "Submit the .ipynb file itself, as Jupyter or Colab saves it."


_TOO_MANY = f"The zip holds too many files to look through. {ADVICE}"
_DAMAGED = f"The zip is damaged and cannot be opened. Make it again, or: {ADVICE}"


class NothingToGrade(InputError):  # noqa: N818 - read as a sentence in the command line
    """A path holds no submission; the message names it."""


class Unreadable(GangradeError):  # noqa: N818 - see above
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


def find_submissions(paths: Sequence[Path]) -> list[Source]:
    """Return the submissions in ``paths``: notebooks, zips, or folders of them.

    A zip with one notebook is one submission; a zip with several notebooks or with zips is treated
    like a folder. A zip that lies in a folder or in a zip is a student's: zips in it are not opened
    up, and it stays one submission, which ``read`` refuses, if it holds too many notebooks.
    Hidden files, checkpoints and links that lead out of a folder are left out. A file of another
    kind is returned too when it is named directly: ``read`` says what it is.

    Raises ``NothingToGrade`` for a path that does not exist and for a folder without submissions.
    """
    submissions: list[tuple[str, Path, tuple[str, ...]]] = []
    for path in paths:
        if path.is_dir():
            files = sorted(_files(path))
            if not files:
                raise NothingToGrade(f"There is no notebook (.ipynb) and no zip in {path}.")
            for file in files:
                label = file.relative_to(path).as_posix()
                submissions += _open_up(
                    label, file, prefix=label[: -len(file.suffix)] + "/", one=True
                )
        elif path.is_file():
            submissions += _open_up(path.name, path, prefix="", one=False)
        else:
            raise NothingToGrade(f"There is no file or folder {path}.")
    names = _unique_names(label for label, _, _ in submissions)
    return [
        Source(n, path, members) for n, (_, path, members) in zip(names, submissions, strict=True)
    ]


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
            inner = names_in_zip(path, members, suffixes)
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
    taken = {
        "grades.csv",
        "report.html",
        "canvas.csv",
        "moodle.csv",
        "final.csv",
        "merged.json",
        LOG,
    }
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


@contextmanager
def refuse_damaged_zip() -> Iterator[None]:
    """Turn all that zipfile raises in the block into ``Unreadable``, or ``CannotOpen``."""
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


def open_file(path: Path, members: tuple[str, ...]) -> BinaryIO:
    """Open a file, a member of a zip, or a member of a zip within a zip."""
    if not members:
        try:
            return path.open("rb")
        except OSError as error:
            raise CannotOpen(f"The file cannot be opened: {error.strerror}.") from error
    *outer, name = members
    with open_file(path, tuple(outer)) as file, zipfile.ZipFile(file) as archive:
        info = archive.getinfo(name)
        if info.flag_bits & 0x1:
            raise Unreadable(f"The zip is encrypted with a password. Make one without. {ADVICE}")
        # Only these two can be stopped after a number of bytes; bzip2 and LZMA unpack bombs whole.
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Unreadable(f"The zip uses an unusual compression. Make an ordinary one. {ADVICE}")
        with archive.open(info) as member:
            data = member.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise Unreadable(too_large("A file in the zip", f"{MAX_FILE >> 20} MB"))
    return io.BytesIO(data)


class _InPieces:
    """A file that gives little at once: ``ZipFile`` reads the list of files in one go."""

    def __init__(self, file: BinaryIO):
        self._file = file
        self.seek, self.tell = file.seek, file.tell

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY:
            raise Unreadable(_TOO_MANY)
        return self._file.read(size)


def names_in_zip(path: Path, members: tuple[str, ...], suffixes: tuple[str, ...]) -> list[str]:
    """Return the names of the members of a zip that end in one of the suffixes, sorted."""
    with refuse_damaged_zip(), open_file(path, members) as file:
        start = file.read(4096)
        if not start.strip():
            raise Unreadable(f"The file is empty. {ADVICE}")
        if not start.startswith(b"PK"):
            kind = kind_of(start) or "something else"
            raise Unreadable(f"The file is named .zip, but it is {kind}. {ADVICE}")
        with zipfile.ZipFile(_InPieces(file)) as archive:
            sizes = {info.filename: info.file_size for info in archive.infolist()}
    if not sizes:
        raise Unreadable(f"The zip is empty. {ADVICE}")
    names = sorted(n for n in sizes if n.lower().endswith(suffixes) and _is_visible(n))
    zips = [size for name, size in sizes.items() if name.lower().endswith(".zip")]
    if len(sizes) > MAX_MEMBERS or len(zips) > MAX_ZIPS or sum(zips) > MAX_UNPACKED:
        raise Unreadable(_TOO_MANY)
    return names


def too_large(what: str, limit: str) -> str:
    """Return a sentence for a student whose file is too large."""
    return f"{what} is larger than {limit}. Clear all outputs, save, and submit again."


JSON_TEXT = "JSON, as a notebook is"


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


def kind_of(data: bytes) -> str | None:
    """Return what a file looks like from its first bytes, or None where they do not tell."""
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"{", b"[")):
        return JSON_TEXT
    return next((kind for magic, kind in _KINDS.items() if start.startswith(magic)), None)
