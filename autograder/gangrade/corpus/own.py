"""What a course has changed of a part since its kit shipped it: all that a check has to grade."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from gangrade.part.course import Course
from gangrade.release import init


@dataclass(frozen=True)
class Changes:
    """Where a part differs from what was shipped."""

    everything: bool = False
    """Code that stands outside of questions, or files that any case may use."""
    asked: frozenset[str] = frozenset()
    """Questions with another text or other settings."""
    tests: frozenset[str] = frozenset()
    """Questions with other tests or another calibration."""
    code: frozenset[str] = frozenset()
    """Questions with another solution, or other given code."""
    cases: frozenset[str] = frozenset()
    """Variants and mutants that are new or different, such as ``mutants/adam/no_square_root``."""

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return self.everything or bool(self.asked | self.tests | self.code | self.cases)


def changes(course: Course, part: str) -> Changes | None:
    """Compare a part with the version of the kit that the course is based on.

    None if nobody can tell: the folder was not made by ``gangrade init``.
    """
    shipped_at = init.shipped(course.root)
    if not shipped_at:
        return None
    base = init.git(course.root, "merge-base", "HEAD", shipped_at).strip()
    master = course.master(part).relative_to(course.root).as_posix()
    if not init.git(course.root, "ls-tree", "--name-only", base, master).strip():
        return Changes(everything=True)  # a part of the course's own
    shipped = _Cells(init.git(course.root, "show", f"{base}:{master}"))
    now = _Cells(course.master(part).read_text(encoding="utf-8"))
    files = _files(course, part, base)
    return Changes(
        everything=shipped.shared != now.shared or any(_is_shared(file) for file in files),
        asked=_different(shipped.asked, now.asked),
        tests=_different(shipped.tests, now.tests) | _calibrated(files),
        code=_different(shipped.code, now.code),
        cases=frozenset(
            f"{file.parts[2]}/{file.parts[3]}/{file.stem}"
            for file in files
            if file.parts[2:3] in (("variants",), ("mutants",)) and len(file.parts) == 5
        ),
    )


def _files(course: Course, part: str, base: str) -> list[PurePosixPath]:
    """Return the files beside the master that are not as they were shipped, new ones too."""
    folders = [course.solutions / part, course.calibration(part), course.subjects]
    where = ["--", *(folder.relative_to(course.root).as_posix() for folder in folders)]
    changed = init.git(course.root, "diff", "--name-only", "-z", base, *where)
    new = init.git(course.root, "ls-files", "--others", "--exclude-standard", "-z", *where)
    return [PurePosixPath(name) for name in {*changed.split("\0"), *new.split("\0")} if name]


def _is_shared(file: PurePosixPath) -> bool:
    return file.parts[2:3] == ("shared",) or file.parts[:2] == ("autograder", "subjects")


def _calibrated(files: list[PurePosixPath]) -> frozenset[str]:
    found = (file for file in files if file.parts[:2] == ("autograder", "calibration"))
    return frozenset(file.stem for file in found if re.fullmatch(r"\w+\.json", file.name))


def _different(shipped: Mapping[str, list[str]], now: Mapping[str, list[str]]) -> frozenset[str]:
    return frozenset(name for name in now if now[name] != shipped.get(name))


@dataclass
class _Cells:
    """The sources of a master's cells, by what depends on them."""

    text: str
    shared: list[str] = field(default_factory=list)
    """Code outside of questions that a grading runs."""
    asked: dict[str, list[str]] = field(default_factory=dict)
    tests: dict[str, list[str]] = field(default_factory=dict)
    code: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        question, tested = "", False
        for cell in json.loads(self.text)["cells"]:
            kind, source = cell["cell_type"], "".join(cell["source"])
            name = re.search(r"^name:\s*(\w+)", source, re.MULTILINE)
            if kind == "raw" and source.startswith("# BEGIN QUESTION") and name:
                question = name[1]
                self.asked[question], self.tests[question], self.code[question] = [], [], []
            tested |= source.startswith("# BEGIN TESTS")
            if not question:
                if kind == "code" and "otter_ignore" not in cell["metadata"].get("tags", []):
                    self.shared.append(source)
            elif kind != "code":
                self.asked[question].append(source)
            else:
                (self.tests if tested else self.code)[question].append(source)
            tested &= not source.startswith("# END TESTS")
            if source.startswith("# END QUESTION"):
                question = ""
