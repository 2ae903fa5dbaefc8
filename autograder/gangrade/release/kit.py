"""The kit as it is installed: what a course's folder begins with, and the wheel for the image.

In a clone of the project that is the clone itself, else what the installed package brings along.
"""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

from packaging.requirements import Requirement

import gangrade
from gangrade.part.course import Course

PROMISES = "promises.md"
"""The page in ``docs/`` that ``gangrade promises`` writes."""
NAME = "gankit"
"""The distribution that holds both packages."""
_PACKAGE = Path(gangrade.__file__).parent
CLONE = _PACKAGE.parents[1] if (_PACKAGE.parents[1] / "pyproject.toml").is_file() else None
"""The project's folder if we run in a clone of it, as an editable installation does."""
KIT = Course(CLONE or _PACKAGE / "course")
"""The course that the kit ships: its masters, its corpus, what was calibrated, the image."""


def version() -> str:
    """Return the version of the installed kit."""
    return importlib.metadata.version(NAME)


def requirements() -> list[Requirement]:
    """Return what the kit depends on, without extras."""
    lines = importlib.metadata.requires(NAME) or []
    every = [Requirement(line) for line in lines]
    return [one for one in every if one.marker is None or "extra" not in str(one.marker)]


def image_file(course: Course, name: str) -> Path:
    """Return a file of the image: the course's own, or else the kit's."""
    own = course.image / name
    return own if own.exists() else KIT.image / name


def part_files(part: str) -> dict[str, bytes]:
    """Return what belongs to a part of the kit, by its path in a course's folder."""
    folders = (KIT.solutions / part, KIT.calibration(part))
    paths = [KIT.master(part), KIT.promises(part)]
    paths += [path for folder in folders for path in folder.rglob("*")]
    return {
        path.relative_to(KIT.root).as_posix(): path.read_bytes()
        for path in sorted(paths)
        if path.is_file() and "__pycache__" not in path.parts
    }
