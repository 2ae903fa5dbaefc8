"""What trained questions learn: one module for each kind of data, and how networks are trained."""

from __future__ import annotations

import sys
import types
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from gangrade.errors import InputError
from gangrade.subjects.autoencoders import Autoencoders
from gangrade.subjects.base import Fitted, Generated, Measure, Subject
from gangrade.subjects.curves import Curves
from gangrade.subjects.digits import Digits, DigitSets, Riddles
from gangrade.subjects.methods import METHODS, Loss, Method
from gangrade.subjects.rings import CriticRings, Rings
from gangrade.subjects.scenes import Images, Plane, Scene

OURS: dict[str, Subject[Any]] = {
    "curve": Curves(),
    "ring": Rings(),
    "wring": CriticRings(),
    "digits": Digits(),
    "autoencoder": Autoencoders(),
    "digit_set": DigitSets(),
    "riddle": Riddles(),
}
SUBJECTS: dict[str, Subject[Any]] = dict(OURS)
"""By the name that a master gives in a question's ``training``; ``load`` adds those of a course."""

__all__ = [
    "METHODS",
    "OURS",
    "SUBJECTS",
    "Fitted",
    "Generated",
    "Images",
    "Loss",
    "Measure",
    "Method",
    "Plane",
    "Scene",
    "Subject",
    "SubjectError",
    "load",
]


class SubjectError(InputError):
    """A course's own subject cannot be used. The message says which one, and why."""


_sources: dict[str, str] = {}
"""Of the course's subjects that are loaded, by name."""


def load(folder: Path | zipfile.Path) -> None:
    """Add a course's own subjects: ``SUBJECT`` of each module in the folder, by the module's name.

    They decide marks: a folder is of the instructor's, never of a submission.

    Raises:
        SubjectError: if one cannot be used.
    """
    if not folder.is_dir():
        return
    files: Iterable[Any] = folder.iterdir()  # both kinds of path have what follows
    for file in sorted(files, key=lambda file: str(file.name)):
        name, _, ending = file.name.rpartition(".")
        source = file.read_text(encoding="utf-8") if ending == "py" else ""
        if ending == "py" and _sources.get(name) != source:
            SUBJECTS[name] = _subject(name, source)
            _sources[name] = source


def _subject(name: str, source: str) -> Subject[Any]:
    if name in OURS:
        raise SubjectError(f"subjects/{name}.py: gangrade has a subject of this name; rename it")
    module = types.ModuleType(f"gangrade.subjects.of_course.{name}")
    sys.modules[module.__name__] = module  # dataclasses look themselves up there
    try:
        exec(compile(source, f"subjects/{name}.py", "exec"), module.__dict__)
    except Exception as error:  # whatever an instructor's module raises
        raise SubjectError(f"subjects/{name}.py: {type(error).__name__}: {error}") from error
    subject = getattr(module, "SUBJECT", None)
    if not isinstance(subject, Subject):
        raise SubjectError(
            f"subjects/{name}.py should define SUBJECT, an instance of a subclass of "
            "gangrade.subjects.Generated or gangrade.subjects.Fitted"
        )
    return subject
