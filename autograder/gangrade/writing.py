"""What all reports share: values as people read them, templates, and whole files."""

from __future__ import annotations

import codecs
import csv
import errno
import io
import json
import math
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from gangrade.errors import InputError, status_of

MAX_MESSAGE = 4000
"""Characters of a test's message in the reports."""


def replace(path: Path, content: str | bytes, mode: int | None = None) -> None:
    """Write a file so that nobody ever sees half of it, not even after a power cut.

    Folders that are missing are made. ``mode`` are its rights; those of any new file if None.
    """
    if isinstance(content, str):
        # Messages may quote a student's half characters (lone surrogates), which UTF-8 cannot hold.
        content = content.encode(errors="replace")
    path.parent.mkdir(parents=True, exist_ok=True)
    # No submission's folder has a name that starts with a dot.
    temporary = path.with_name(f".{path.name}.tmp")
    temporary.unlink(missing_ok=True)  # of a writer that was killed, perhaps with other rights
    handle = os.open(temporary, _NEW, 0o666 if mode is None else mode)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def make_folder(path: Path) -> None:
    """Make the folder for what a command writes, if it is not there.

    Raises:
        InputError: with a sentence, if there can be none.
    """
    try:
        _check_no_file(path)
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _useless(path, "made", error) from error
    check_folder(path)


def check_folder(path: Path) -> None:
    """Try whether a command can write into a folder, or make it; nothing is left there.

    Raises:
        InputError: with a sentence, if it cannot.
    """
    there = path
    try:
        _check_no_file(path)
        while not os.path.lexists(there) and there != there.parent:
            there = there.parent
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise _useless(path, "written to" if there == path else "made", error) from error


def _check_no_file(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise InputError(f"{path} is not a folder. Choose another one for --out.")


def _useless(path: Path, verb: str, error: OSError) -> InputError:
    told = InputError(
        f"The folder {path} cannot be {verb} ({error.strerror}). Choose another one for --out."
    )
    told.status = status_of(error)
    return told


_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def points(value: float) -> str:
    """Return points as people write them: 4, 2.5, 1.33."""
    return f"{round(value, 2):.10g}"


def shown(value: Any) -> str:
    """Return a measured value as people read it."""
    value = plain(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3g}"
    if isinstance(value, list):
        return ", ".join(map(shown, value[:12])) + (", …" if len(value) > 12 else "")
    if isinstance(value, dict):
        return ", ".join(f"{key} {shown(item)}" for key, item in value.items())
    return "–" if value is None else shortened(str(value))


def one_line(text: str) -> str:
    """Return text without line breaks and without what steers a terminal or turns text around."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """Return text without what steers a terminal or turns text around; lines stay lines."""
    return text if text.isprintable() else "".join(filter(_is_harmless, text))


def _is_harmless(character: str) -> bool:
    return character.isprintable() or character in _KEPT or unicodedata.category(character) == "Zs"


_KEPT = "\n\u200c\u200d"
"""Not printable, and harmless: the end of a line, and what joins letters in names."""
_SPACES = " \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_FORMULA = r"(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])"
"""What a spreadsheet reads as the start of a formula, full-width too."""
_START = re.compile(rf"(^|[;\n])([{_SPACES}]*)('*){_FORMULA}")
"""A cell, or what a spreadsheet takes for one where semicolons or lines end cells."""
_MARKED = re.compile(rf"(^|[;\n])([{_SPACES}]*)'('*{_FORMULA})")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?|-")
"""A number, or the hyphen that stands for nothing."""


def inert(text: str) -> str:
    """Return the content of a cell that no spreadsheet takes for a formula, with an apostrophe.

    ``original`` takes it away again. Numbers stay as they are, negative ones too.
    """
    text = harmless(text.replace("\r\n", "\n").replace("\r", " ").replace("\t", " "))
    return text if _PLAIN.fullmatch(text) else _START.sub(r"\1\2'\3", text)


def original(cell: str) -> str:
    """Return what ``inert`` made a cell of."""
    return _MARKED.sub(r"\1\2\3", cell)


BOM = "\ufeff"
"""What a table begins with, or spreadsheets take it for another encoding. Not in tables that a
course system reads."""


class Verbatim(str):
    """A cell that is written as it is: what the course's own people wrote."""

    __slots__ = ()


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return a table for spreadsheets: what strangers wrote in it is text, and no formula."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerows(
        [cell if isinstance(cell, Verbatim) else inert(str(cell)) for cell in row] for row in rows
    )
    return stream.getvalue()


def shortened(message: str) -> str:
    """Return a message with at most ``MAX_MESSAGE`` characters."""
    return message if len(message) <= MAX_MESSAGE else message[:MAX_MESSAGE] + " […]"


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it; infinity and NaN, which it cannot, become text."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, bool | int | float | None) else str(value)


class TableError(InputError):
    """A table cannot be read: the message says why, and what to do."""


def check_file(path: Path) -> None:
    """Do nothing for a file, or where there is nothing.

    Raises:
        OSError: for what is no file: a folder, or what might never end, as a pipe or a device.
    """
    if path.exists() and not path.is_file():
        kinds = {"a folder": path.is_dir(), "a pipe": path.is_fifo(), "a socket": path.is_socket()}
        kind = next((kind for kind, is_it in kinds.items() if is_it), "a device")
        raise OSError(errno.EINVAL, f"it is {kind}, not a file", str(path))


def content(path: Path) -> bytes:
    """Return what is in a file that somebody names.

    Raises:
        OSError: if it cannot be read, or is no file.
    """
    check_file(path)
    return path.read_bytes()


def read_text(path: Path) -> str:
    """Return the text of a file that people write.

    Raises:
        InputError: with a sentence, if it cannot be read or is not UTF-8.
    """
    try:
        return content(path).decode("utf-8-sig")  # editors may put a mark first
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise InputError(f"{path} is not UTF-8. Save it as UTF-8.") from None


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a record that Git tracks, one a line; none if there is no such file.

    Raises:
        InputError: with a sentence, if it is damaged.
    """
    for number, line in enumerate(read_text(path).splitlines() if path.exists() else [], 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if not isinstance(entry, dict):
            raise InputError(
                f"{path}: line {number} is none of a record's. Where Git has left both sides of a "
                "merge, delete its marks and keep the lines of both; else restore the file."
            )
        yield entry


def table_text(path: Path) -> str:
    """Return the text of a table in a file.

    Raises:
        TableError: if it cannot be opened, or is no text in UTF-8.
    """
    try:
        data = content(path)
    except FileNotFoundError:
        raise TableError("There is no such file.") from None
    except OSError as error:
        raise TableError(f"The file cannot be read: {error.strerror}.") from None
    if not data.strip():
        raise TableError("The file is empty. Export it again.")
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise TableError('This is a workbook or a zip. Save the table as "CSV UTF-8".')
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))  # Blackboard, "Unicode text"
    if data.startswith(b"%PDF") or (b"\0" in data and not wide):
        raise TableError("This is not a CSV file. Export it as CSV.")
    try:
        # A first line "sep=;" tells spreadsheets what ends a cell; lines keep their numbers.
        text = data.decode("utf-16" if wide else "utf-8-sig")
        return _SEPARATOR_LINE.sub("", text, count=1)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        form = "UTF-16" if wide else "UTF-8"
        raise TableError(
            f'Line {line} is not {form}. Save the table as "CSV UTF-8", so that names stay right.'
        ) from None


_SEPARATOR_LINE = re.compile(r"""\A"?sep=.?"?(?=\r?\n)""", re.IGNORECASE)


def table_cells(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table that are not blank, each with the line in which it starts.

    Raises:
        TableError: where the text is not CSV.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise TableError(f"Line {line} is not CSV ({error}). Export it again.") from None
        if any(cell.strip() for cell in cells):
            yield line, [original(cell) for cell in cells]


_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}


def rows(
    path: Path, columns: Sequence[str], other_names: Mapping[str, str] = MappingProxyType({})
) -> tuple[list[tuple[str, dict[str, str]]], list[str]]:
    """Return the lines of a table with where they are, and sentences on what cannot be used.

    Lines without content are left out. A line may be short, since spreadsheets leave out empty
    cells at its end. ``other_names`` are names of columns that stand for others.
    """
    try:
        text = table_text(path)
        first = text.lstrip().split("\n", 1)[0]
        separator = max(_SEPARATORS, key=first.count)  # spreadsheets in some countries write ;
        table = list(table_cells(text, separator))
    except TableError as error:
        return [], [f"{path}: {error}"]
    header = [name.strip().lower() for name in table[0][1]] if table else []
    header = [other_names.get(name, name) for name in header]
    if missing := [name for name in columns if name not in header]:
        return [], [
            f"{path} has no column {', '.join(missing)}. Its first line should be: "
            f"{','.join(columns)}"
        ]
    if twice := [name for name in columns if header.count(name) > 1]:
        return [], [f"{path} has the column {', '.join(twice)} twice. Remove one of them."]
    width = max(place for place, name in enumerate(header, 1) if name)
    lines, problems = [], []
    for line, cells in table[1:]:
        where = f"{path}, line {line}"
        if len(cells) > len(header) or any(cell.strip() for cell in cells[width:]):
            # Such as 1,5 without quotes: all that follows is then in a wrong column.
            problems.append(
                f"{where}: there are more cells than columns. A cell with a "
                f"{_SEPARATORS[separator]} in it needs quotes around it."
            )
        else:
            cells += [""] * (len(header) - len(cells))
            lines.append((where, dict(zip(header, cells, strict=True))))
    return lines, problems
