"""What Gradescope's export of submissions tells of the grader itself."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gangrade import writing
from gangrade.errors import InputError
from gangrade.reports.gradescope import FAULT

METADATA = "submission_metadata.yml"
MOST = 1 << 30
"""Bytes of that file that are read."""


@dataclass(frozen=True)
class Fault:
    """A submission that the grader could not grade, through no fault of the student's."""

    submission: str
    """Its folder in the export, such as submission_12."""
    students: tuple[str, ...]
    reason: str


def read_faults(path: Path) -> tuple[list[Fault], int]:
    """Return the submissions of an export in which the grader itself failed, and how many it has.

    ``path`` is the export as a zip or a folder, or its submission_metadata.yml.

    Raises:
        InputError: with a sentence for the instructor.
    """
    try:
        content = yaml.load(_text(path), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        content = None
    entries = {
        str(name): entry
        for name, entry in (content.items() if isinstance(content, dict) else ())
        if isinstance(entry, dict) and ":created_at" in entry
    }
    if not entries:
        raise InputError(
            f"{path} is no export of Gradescope's. Choose Review Grades, Export Submissions there, "
            f"and name the zip as it is, or the {METADATA} in it."
        )
    faults = [
        Fault(name, tuple(_students(entry)), writing.one_line(reason)[:300])
        for name, entry in entries.items()
        if (reason := _reason(entry.get(":results")))
    ]
    return faults, len(entries)


def _text(path: Path) -> str:
    try:
        if path.is_dir():
            path = next(iter(sorted(path.rglob(METADATA))), path / METADATA)
        writing.check_file(path)
        if not zipfile.is_zipfile(path):
            return path.read_text(encoding="utf-8")
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.split("/")[-1] == METADATA]
            if not names or archive.getinfo(names[0]).file_size > MOST:
                raise InputError(f"{path} holds no {METADATA}. Name Gradescope's export as it is.")
            return archive.read(names[0]).decode()
    except FileNotFoundError:
        raise InputError(f"{path} is missing.") from None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, zipfile.BadZipFile):
        raise InputError(f"{path} is damaged, or no export of Gradescope's.") from None


def _students(entry: dict[Any, Any]) -> Iterator[str]:
    people = entry.get(":submitters")
    for person in people if isinstance(people, list) else []:
        if isinstance(person, dict):
            yield writing.one_line(str(person.get(":name") or person.get(":email") or "?"))


def _reason(results: Any) -> str:
    """Return what results.json said of the grader; its keys may be Ruby's symbols by then."""
    for key in ("extra_data", FAULT):
        if not isinstance(results, dict):
            return ""
        results = results.get(key, results.get(f":{key}"))
    return results if isinstance(results, str) else ""
