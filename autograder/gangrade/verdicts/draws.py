"""The surroundings of a grading, and the inputs that nobody has seen."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import zipfile
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from gankit.networks import Network
from numpy.typing import NDArray

from gangrade.inside import network
from gangrade.results.problems import (
    CannotGrade,
    Failed,
    Problem,
    Raised,
    Refused,
    why_failed,
)
from gangrade.results.result import Evidence, Scale
from gangrade.subjects import Subject, load

RunNetwork = Callable[[Network | list[Network], NDArray[np.float32]], NDArray[np.float32]]


@dataclass
class Grading:
    """The surroundings of one grading."""

    secret: str = "public"
    student: str = ""
    """The student's id where the host gives one: submitting again is then no new roll of dice."""
    code: str = "public"
    """A hash of the submission's code, so that no drawn target is ever met again."""
    calibration: Path | zipfile.Path | None = None
    """Of the part that is graded. Stock otter does not say which: then it is looked for."""
    run_network: RunNetwork = network.run
    values: dict[str, Any] = field(default_factory=dict)
    """What was measured, for the report."""
    scales: dict[str, Scale] = field(default_factory=dict)
    """How that is read."""
    evidence: Evidence | None = None
    """What the report draws."""
    starts: dict[int, list[Any]] = field(default_factory=dict)
    """How the generators of trainings with this seed began, as far as it is known."""
    lost: bool = False
    """Whether a test of the question has failed: then one training is enough to tell the student
    how it went."""


_current: ContextVar[Grading | None] = ContextVar("grading", default=None)


@contextlib.contextmanager
def in_force(surroundings: Grading) -> Iterator[None]:
    """Make ``surroundings`` those of all verdicts in the block."""
    token = _current.set(surroundings)
    try:
        yield
    finally:
        _current.reset(token)


drawn_shown: ContextVar[bool] = ContextVar("drawn_shown", default=False)


@contextlib.contextmanager
def showing_drawn() -> Iterator[None]:
    """In the block, reports draw a drawn target too if it was not learned: for instructors only."""
    token = drawn_shown.set(True)
    try:
        yield
    finally:
        drawn_shown.reset(token)


def current() -> Grading:
    """Return the surroundings in force; public ones without a submission."""
    return _current.get() or Grading()


def seed(*purpose: str | int, drawn: bool = True) -> int:
    """Return a number below 2³¹ that depends on the secret, the student and ``purpose``.

    With ``drawn`` it also depends on the submission's code: then it is met only once.

    >>> seed("targets") == seed("targets"), seed("targets") == seed("latents")
    (True, False)
    """
    here = current()
    parts = [here.student, *map(str, purpose), here.code if drawn else ""]
    digest = hmac.new(here.secret.encode(), json.dumps(parts).encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") % 2**31


def rng(*purpose: str | int, drawn: bool = True) -> np.random.Generator:
    """Return a generator of random numbers with that seed.

    >>> rng("x").integers(10, size=3)  # another secret or other code: others
    array([8, 9, 9])
    """
    return np.random.default_rng(seed(*purpose, drawn=drawn))


def note(**values: Any) -> None:
    """Write down measured values for the report.

    >>> here = Grading()
    >>> with in_force(here):
    ...     note(distance=0.12)
    >>> here.values
    {'distance': 0.12}
    """
    current().values.update(values)


def note_measured(name: str, value: Any, scale: Scale) -> None:
    """Write down a measured value, and how people read it.

    >>> here = Grading()
    >>> with in_force(here):
    ...     note_measured("x³: distance", 0.3, Scale("distance", high=0.19, met=False))
    >>> here.values["x³: distance"], here.scales["x³: distance"].limits
    (0.3, 'at most 0.19')
    """
    here = current()
    here.values[name], here.scales[name] = value, scale


@contextlib.contextmanager
def sealed(name: str) -> Iterator[None]:
    """Keep texts of the student's code out of messages, also where the test is a public one.

    Raises:
        Failed: with the exception's type only, for an exception in the code of ``name``.

    >>> with sealed("double"):
    ...     raise Raised({"kind": "exception", "type": "ValueError", "message": "x was 0.123"})
    Traceback (most recent call last):
    gangrade.results.problems.Failed: double stopped with ValueError.
    """
    try:
        yield
    except (Raised, Refused) as problem:
        problem.function = name
        raise Failed(why_failed(problem, sealed=True)) from None


@contextlib.contextmanager
def opened() -> Iterator[None]:
    """Let students read what their code says in the block, though the test is a hidden one.

    For tests in which nothing is drawn, and none that came before them has drawn anything.

    >>> def test_hidden(double):
    ...     'It doubles 3.'
    ...     with opened():
    ...         answer = gankit.probes.call(double, [3])
    ...     assert answer == 6, f"double(3) should be 6, but it is {answer}."
    """
    try:
        yield
    except Problem as problem:
        problem.opened = True
        raise


def calibration(question: str) -> dict[str, Any]:
    """Return the calibration of a question: thresholds, number of attempts, steps.

    Raises:
        CannotGrade: if the question was never calibrated.
    """
    folder, name = current().calibration, f"{question}.json"
    path = folder / name if folder else _unpacked(name)
    if not path.exists():
        raise CannotGrade(
            f"The question {question} has no calibration. Run `gangrade calibrate {question}`, "
            "then `gangrade release`."
        )
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _unpacked(name: str) -> Path:
    """Return the file in the zip that stock otter has unpacked, or in this project if none has it.

    Raises:
        CannotGrade: if several parts of this project have one.
    """
    path = Path.cwd().parent / "source" / "calibration" / name
    files = [] if path.exists() else sorted(CALIBRATIONS.glob(f"*/{name}"))
    if len(files) > 1:
        parts = ", ".join(file.parent.name for file in files)
        raise CannotGrade(f"Several parts ({parts}) have a {name}: run otter with a released zip.")
    load((path.parent if path.exists() else CALIBRATIONS).parent / "subjects")
    return files[0] if files else path


CALIBRATIONS = Path(__file__).parents[2] / "calibration"


def standard_normal(n: int, size: int, *purpose: str | int) -> NDArray[np.float32]:
    """Return latents of shape (n, size).

    >>> z = standard_normal(2, 3, "latents")
    >>> z.shape, z.dtype
    ((2, 3), dtype('float32'))
    """
    return rng("latents", *purpose).standard_normal((n, size)).astype(np.float32)


def drawn(subject: Subject[Any], question: str) -> Any:
    """Draw the target of this grading."""
    return subject.draw(rng(question, "target"))
