"""Begin a part: a master with one question, one more right answer to it, and a wrong one."""

from __future__ import annotations

import re
from pathlib import Path

from gangrade import writing
from gangrade.errors import InputError
from gangrade.part.course import Course
from gangrade.release.boilerplate import templates

QUESTION = "standardise"
"""The question that a new part begins with."""


def begin(course: Course, part: str) -> list[Path]:
    """Write a master and its corpus; return the files.

    Raises:
        InputError: if that is no name for a part, or if there is something of this name.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", part):
        raise InputError(f"{part}: the name of a part has small letters, digits and underscores.")
    for path in (
        course.master(part),
        course.promises(part),
        course.solutions / part,
        course.calibration(part),
    ):
        if path.exists():
            raise InputError(f"{path} is there already. Choose another name.")
    files = {
        "master.ipynb": course.master(part),
        "promises.toml.j2": course.promises(part),
        "variant.py.j2": course.variants(part) / QUESTION / "root_mean_square.py",
        "mutant.py.j2": course.mutants(part) / QUESTION / "variance.py",
    }
    for name, path in files.items():
        text = templates.get_template(f"first_question/{name}").render(part=part)
        writing.replace(path, text.encode(), mode=0o644)
    return [*files.values()]
