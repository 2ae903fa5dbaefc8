"""A released part: its questions, tests, calibration and secret."""

from __future__ import annotations

import io
import json
import math
import zipfile
from dataclasses import dataclass, replace
from inspect import signature
from pathlib import Path
from typing import Any

from otter.test_files.abstract_test import TestFile
from otter.test_files.exception_test import ExceptionTestFile

from gangrade.errors import InputError
from gangrade.part import choices
from gangrade.part.environment import Environment
from gangrade.part.fresh import fingerprint
from gangrade.part.points import total
from gangrade.part.rubric import Level
from gangrade.part.training import Training
from gangrade.subjects import SubjectError, load


@dataclass(frozen=True)
class Question:
    """One question of a part, with its tests if a machine marks it."""

    name: str
    points: float
    manual: bool
    needs: tuple[str, ...]
    seconds: float
    tests: TestFile | None
    training: Training | None = None
    asks: str = ""
    """Of a question that a person marks, in Markdown: what is asked."""
    answer: str = ""
    """The model answer, in Markdown."""
    rubric: tuple[Level, ...] = ()
    trains: tuple[str, ...] = ()
    """Those of its functions that train networks, where what is right was calibrated."""
    choices: tuple[choices.Choice, ...] = ()
    """If its answers are letters: what can be chosen, in the order that students read."""
    by_test: bool = False
    """Whether each test that passes gives its share of the points; else all or none."""
    bonus: bool = False
    """Whether its points come on top of those that can be had."""

    @property
    def functions(self) -> tuple[str, ...]:
        """The names that its tests ask the student's notebook for."""
        cases = self.tests.test_cases if self.tests else []
        names = [name for case in cases for name in signature(case.body.test_func).parameters]
        return tuple(dict.fromkeys(names))

    @property
    def fitted(self) -> bool:
        """Whether its networks are fitted to data: then a regression is what it asks for."""
        return self.training is not None and self.training.method.name == "fit"


_OTHER = "{} is no autograder zip, or a damaged one. `gangrade release` makes it."
_MALFORMED = (InputError, KeyError, TypeError, ValueError)
"""What reading a file of another form raises."""


class Autograder:
    """A released autograder zip (or the same, unpacked), ready to grade one part."""

    def __init__(self, path: Path, packed: bytes | None = None):
        """Read it, or what is ``packed`` of the one at ``path``.

        Raises:
            InputError: if there is none at ``path``, or something else, or one of its subjects
                cannot be used.
        """
        if packed is None and not path.exists():
            raise InputError(f"{path} is missing. Run `gangrade release` first.")
        try:
            self._read(path, packed)
        except SubjectError:
            raise
        except (FileNotFoundError, NotADirectoryError, zipfile.BadZipFile, *_MALFORMED) as error:
            raise InputError(_OTHER.format(path)) from error

    def _read(self, path: Path, packed: bytes | None) -> None:
        # A zip is read into memory: hidden tests are never unpacked to where a candidate runs.
        self.path = path
        self._packed = path.read_bytes() if packed is None and path.is_file() else packed
        root = self._root
        config = json.loads((root / "part.json").read_text(encoding="utf-8"))
        self.part: str = config["part"]
        self.secret = (root / "secret.txt").read_text(encoding="utf-8").strip()
        self.fingerprint = fingerprint(self.secret)
        """What tells this secret from others, and nothing else of it."""
        load(root / "subjects")
        self.given = frozenset[int](json.loads(self.text("given.json") or "[]"))
        """``similarity.fingerprint`` of the notebook that students were given."""
        self.environment = Environment.of(config.get("environment", {}))
        self.questions = [_read_question(entry, root) for entry in config["questions"]]

    @property
    def _root(self) -> Path | zipfile.Path:
        """Its folder, or its zip opened anew.

        Threads and forks read at the same time: they share neither a place in a file nor a lock.
        """
        if self._packed is None:
            return self.path
        return zipfile.Path(io.BytesIO(self._packed))

    @property
    def calibration(self) -> Path | zipfile.Path:
        """The folder of thresholds."""
        return self._root / "calibration"

    def pack(self) -> bytes:
        """Return what grading needs of it as a zip: the same bytes for the same content."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in ("part.json", "secret.txt", "tests", "calibration", "subjects"):
                entry: Any = self._root / name  # both kinds of path have what follows
                if not entry.exists():  # a part without training has no calibration
                    continue
                files = list(entry.iterdir()) if entry.is_dir() else [entry]
                files = [file for file in files if not file.name.endswith(".mutants.json")]
                for file in sorted(files, key=lambda file: file.name):
                    inner = name if file is entry else f"{name}/{file.name}"
                    archive.writestr(zipfile.ZipInfo(inner), file.read_bytes())
        return buffer.getvalue()

    def text(self, name: str) -> str:
        """Return the content of one of its files; nothing, if there is none of this name."""
        file = self._root / name
        return file.read_text(encoding="utf-8") if file.is_file() else ""

    @property
    def names(self) -> list[str]:
        """The names of all questions."""
        return [question.name for question in self.questions]

    @property
    def possible(self) -> float:
        """The points that can be had, without a bonus."""
        return total(question.points for question in self.questions if not question.bonus)

    @property
    def automatic(self) -> list[Question]:
        """The questions that have tests."""
        return [question for question in self.questions if question.tests is not None]

    @property
    def manual(self) -> tuple[str, ...]:
        """The names of the questions that a person marks."""
        return tuple(question.name for question in self.questions if question.tests is None)


def _read_question(entry: dict[str, Any], root: Path | zipfile.Path) -> Question:
    test_file = None
    if not entry["manual"]:
        path = root / "tests" / f"{entry['name']}.py"
        test_file = ExceptionTestFile.from_string(path.read_text(encoding="utf-8"), path.name)
    question = Question(
        name=entry["name"],
        points=entry["points"],
        manual=entry["manual"],
        needs=tuple(entry["needs"]),
        seconds=entry["seconds"],
        tests=test_file,
        training=Training.of(entry["training"]) if entry.get("training") else None,
        asks=entry.get("asks", ""),
        answer=entry.get("answer", ""),
        rubric=tuple(Level(**level) for level in entry.get("rubric", ())),
        choices=choices.load(entry.get("choices", ())),
        by_test=entry.get("by_test", False),
        bonus=entry.get("bonus", False),
    )
    if question.training is not None:
        return replace(question, trains=(question.training.function,))
    calibrated = (root / "calibration" / f"{question.name}.json").exists()
    return replace(question, trains=question.functions if calibrated else ())


SHARE_OF_CELLS = 1 / 4
"""Of the time for a submission, the cells have so much when they run first. What they may take
beside that, when they run again in a fresh process, is the same once more."""


@dataclass(frozen=True)
class Limits:
    """How long a submission may take, beside what each question may."""

    cell: float = 120
    """CPU seconds of one cell."""
    cells: float = 180
    """CPU seconds of all cells together, when they run first."""
    total: float = 1800
    """CPU seconds of all."""
    deadline: float = math.inf
    """When all must be over, on the monotonic clock: for hosts that end us then."""

    def shared(self, submissions: int) -> Limits:
        """Return the limits of each of so many submissions that have these together."""
        total = self.total / submissions
        return replace(self, cell=min(self.cell, total), total=total)

    @property
    def all_cells(self) -> float:
        """CPU seconds of all cells: at most a quarter of all, so that the tests have theirs."""
        return min(self.cells, self.total * SHARE_OF_CELLS)
