"""Find what was handed in: notebooks, zips, folders of them."""

from __future__ import annotations

import errno
import io
import itertools
import os
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from gangrade.errors import LOG, GangradeError, InputError
from gangrade.intake import downloads
from gangrade.writing import check_file, one_line

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
    label: str = ""
    """The path in the folder or zip that was named."""
    home: str = ""
    """Equal for files that are one student's, as a zip or a course system's name tells; empty
    where nothing tells it."""
    refusal: str = ""
    """Why it cannot be graded, where that is known without reading it."""
    passing: bool = False
    """Whether that may be another time."""
    copies: tuple[str, ...] = ()
    """Other files of the same student with the same content."""
    share: int = 1
    """How many submissions of one student have one set of limits together."""

    def __str__(self) -> str:
        """Return the way there, whatever the current folder is."""
        return " > ".join([str(self.path.resolve()), *self.members])


@dataclass(frozen=True)
class Handed:
    """What was handed in."""

    sources: list[Source]
    notes: tuple[str, ...]
    """Sentences on what was left out, and on what a zip was taken for."""


def find_submissions(paths: Sequence[Path]) -> list[Source]:
    """Return the submissions in ``paths``, as ``look_through`` does."""
    return look_through(paths).sources


def look_through(paths: Sequence[Path], out: Path | None = None) -> Handed:
    """Return the submissions in ``paths``: notebooks, zips, or folders of them.

    A zip with one notebook is one submission. A zip that lies in a folder or in a zip is a
    student's: zips in it are not opened up, and it stays one submission, which ``read`` refuses, if
    it holds too many notebooks. One that is named is a class's if it is named alone, or if its
    files are named as a course system does it.

    What is no notebook is a submission that ``read`` refuses, where nothing else of the same
    student is there. So are folders without rights and links that are not followed. Hidden files
    and checkpoints are left out.

    ``out``, where results go, is left out too: it may lie in one of these folders.

    Raises ``NothingToGrade`` for a path that does not exist and for a folder without submissions.
    """
    sources: list[Source] = []
    notes: list[str] = []
    for path in paths:
        if path.is_dir():
            if out is not None and path.resolve() == out.resolve():
                raise NothingToGrade(f"{path} holds the submissions. Choose another --out.")
            files = _in_folder(path, out)
            found, left = _submissions(files)
            if not found:
                there = f" There are {_listed(left)}." if left else ""
                raise NothingToGrade(f"There is no notebook (.ipynb) and no zip in {path}.{there}")
        elif path.is_file():
            found, left = _named(path, len(paths) == 1, notes)
        elif refusal := _no_file(path):
            raise NothingToGrade(f"{path}: {refusal}")
        else:
            raise NothingToGrade(f"There is no file or folder {path}.")
        sources += found
        if left:
            notes.append(f"Not read, because they are no notebooks: {_listed(left)}.")
    names = _unique_names(source.label for source in sources)
    return Handed(
        [replace(source, name=name) for name, source in zip(names, sources, strict=True)],
        tuple(map(one_line, notes)),
    )


def _no_file(path: Path) -> str:
    """Say what a path is, if reading it might never end; empty for a file."""
    try:
        check_file(path)
    except OSError as error:
        return f"It cannot be read: {error.strerror}. {ADVICE}"
    return ""


def _listed(names: Sequence[str], most: int = 60) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def _is_visible(name: str) -> bool:
    """Whether no part of a path is hidden; .ipynb_checkpoints are, and so is what macOS adds."""
    return not any(p.startswith(".") or p == "__MACOSX" for p in re.split(r"[/\\]", name))


def is_notebook(name: str) -> bool:
    """Whether a file is named as a notebook, also with what browsers add to its name."""
    return name.lower().endswith(NOTEBOOKS)


NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json")


def _is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def _in_folder(folder: Path, out: Path | None) -> list[Source]:
    """Return all that lies below a folder and is visible, but not below ``out``."""
    root = folder.resolve()
    results = None if out is None else out.resolve()
    found: list[Source] = []

    def locked(error: OSError) -> None:
        path = Path(error.filename)
        if path == folder:
            raise NothingToGrade(f"{folder} cannot be opened: {error.strerror}.") from error
        words = f"The folder cannot be opened: {error.strerror}."
        add(path, words, passing=True)

    def add(path: Path, refusal: str = "", passing: bool = False) -> None:
        label = path.relative_to(folder).as_posix()
        found.append(Source("", path, label=label, refusal=refusal, passing=passing))

    for parent, folders, names in os.walk(folder, onerror=locked):
        links = [name for name in folders if Path(parent, name).is_symlink()]
        folders[:] = [
            name
            for name in folders
            if _is_visible(name) and name not in links and Path(parent, name).resolve() != results
        ]
        for name in filter(_is_visible, [*names, *links]):
            path = Path(parent, name)
            work = is_notebook(name) or _is_zip(name) or (name in links and path.parent == folder)
            outside = name in links or not path.resolve().is_relative_to(root)
            if work and not path.exists():
                add(path, "It is a link to a file that is not there. Submit the file itself.")
            elif work and outside:
                add(path, "It is a link, and where it leads is not read. Name that path itself.")
            elif work and (refusal := _no_file(path)):
                add(path, refusal)
            else:
                add(path)
    return sorted(found, key=lambda source: source.label)


def _named(path: Path, alone: bool, notes: list[str]) -> tuple[list[Source], list[str]]:
    """Return the submissions in a file that was named, and what else is in it."""
    whole = Source("", path, label=path.name)
    if not _is_zip(path.name):
        return [whole], []
    try:
        names = names_in_zip(path, ())
    except Unreadable:
        return [whole], []  # reading it tells the reason
    inner = [name for name in names if is_notebook(name) or _is_zip(name)]
    homes = {name: downloads.home(safe(name)) for name in names}
    known = all(homes[name] for name in inner) if inner else any(homes.values())
    known = known or len({*homes.values()} - {""}) > 1  # files of two students
    several = len(inner) > 1 or any(map(_is_zip, inner))
    if not several and not known:
        others = [name for name in names if name not in inner and _may_be_work(name)]
        if inner and others:
            notes.append(
                f"{path.name} was taken for one student's, with one notebook. If it is a class's "
                "download, unpack it and name the folder."
            )
        return [whole], others if inner else []
    if not known and not alone:
        notes.append(
            f"{path.name} was taken for one student's, with one set of limits for all that it "
            "holds. If it is a class's download, name it alone."
        )
        return _students(replace(whole, home=f"zip {path}")), []
    if several:
        notes.append(
            f"{path.name} was taken for a class's download. If it is one student's, put it into a "
            "folder and name the folder."
        )
    files = [Source("", path, (name,), label=name) for name in names]
    return _submissions(files)


def _submissions(files: Sequence[Source]) -> tuple[list[Source], list[str]]:
    """Return the submissions of a class among files, and the names of what is nobody's."""
    work = [f for f in files if f.refusal or is_notebook(f.label) or _is_zip(f.label)]
    homes = {downloads.home(safe(file.label)) for file in work} - {""}
    folders = Counter(parent for file in work for parent in _parents(file.label))
    direct = Counter(("", *_parents(file.label))[-1] for file in work)
    stems = {safe(file.label) for file in work}
    others: dict[str, list[Source]] = {}
    left: list[str] = []
    for file in files:
        if file.refusal or is_notebook(file.label) or _is_zip(file.label):
            continue
        home = downloads.home(safe(file.label))
        empty = [parent for parent in _parents(file.label) if parent not in folders]
        # A file beside one notebook is the student's data; beside several it may be somebody's.
        holds = [direct[parent] for parent in _parents(file.label) if direct[parent]]
        beside = holds[-1] if holds else direct[""]
        kind = _may_be_work(file.label)
        if home:
            if home not in homes:
                others.setdefault(home, []).append(file)
        elif empty and folders and not holds:
            others.setdefault(empty[0], []).append(file)
        elif not holds and beside > 1 and kind:
            if safe(file.label).rpartition(".")[0] in stems:
                continue  # such as a notebook's export
            others.setdefault(file.label, []).append(file)
        elif beside != 1 or (kind and not holds):
            left.append(file.label)
    if not work and not any(downloads.home(safe(file.label)) for file in files):
        return [], left
    found = [submission for file in work for submission in _students(file)]
    for place, group in others.items():
        names = _listed([file.label for file in group], 5)
        first = group[0]
        stem = first.label.removesuffix(Path(first.label).suffix)
        label = place if place in _parents(first.label) else stem
        refusal = f"Handed in, but no notebook: {one_line(names)}. {ADVICE}"
        found.append(replace(first, label=label, refusal=refusal))
    return sorted(found, key=lambda source: source.label), left


_HANDED_IN = {
    *(".pdf", ".html", ".htm", ".rar", ".7z", ".tar", ".gz", ".tgz", ".py"),
    *(".doc", ".docx", ".odt", ".rtf", ".json"),
}
"""Kinds of files that students hand in in place of a notebook."""


def _may_be_work(name: str) -> bool:
    """Whether a file that is no notebook may be handed in in place of one."""
    path = Path(name)
    return path.suffix.lower() in _HANDED_IN or ".ipynb" in path.name.lower()


def _parents(label: str) -> list[str]:
    """Return the folders of a path, the outermost first."""
    parts = re.split(r"[/\\]", label)[:-1]
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]


def _students(source: Source) -> list[Source]:
    """Return a student's submissions: one file, or the notebooks in a zip."""
    source = replace(source, home=source.home or downloads.home(safe(source.label)))
    if source.refusal or not _is_zip(source.label):
        return [source]
    try:
        inner = [n for n in names_in_zip(source.path, source.members) if is_notebook(n)]
    except Unreadable:
        return [source]  # it stays one submission, and reading it tells the reason
    if not 1 < len(inner) <= MAX_INNER:
        return [source]
    home = source.home or f"zip {source}"
    stem = source.label[: -len(".zip")]
    return [
        replace(source, members=(*source.members, n), label=f"{stem}/{n}", home=home) for n in inner
    ]


def safe(label: str) -> str:
    """Return a path as a submission is named after it, if no other has the same name."""
    stem = re.sub(r"\.(ipynb(\.txt|\.json)?|zip)$", "", label, flags=re.IGNORECASE)
    parts = [part for part in re.split(r"[/\\]", stem) if part.strip(".")]
    name = re.sub(r"[^\w.-]", "_", unicodedata.normalize("NFKC", "-".join(parts)))
    # File systems allow 255 bytes; some do not tell upper from lower case.
    return name.lstrip(".-").encode()[:200].decode(errors="ignore") or "submission"


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
        name = safe(label)
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


def names_in_zip(path: Path, members: tuple[str, ...]) -> list[str]:
    """Return the names of the files in a zip that are not hidden, sorted."""
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
    names = sorted(n for n in sizes if not n.endswith("/") and _is_visible(n))
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
