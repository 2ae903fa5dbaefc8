"""What can go wrong with a candidate, for all who ask one or judge what it said."""

from __future__ import annotations

import builtins
import contextlib
import pickle
import struct
import subprocess
import traceback
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from gankit.mistakes import MISTAKES
from gankit.probes.forms import Mismatch

from gangrade.errors import GangradeError
from gangrade.results import sentences
from gangrade.results.failure import NAMES, Failure, Gap, Place, Why

MAX_MESSAGE = 300
MAX_TEXT = 2000
"""Of what a test says: it may quote what a student's function gave."""
MAX_NUMBER = 10**6
"""No cell and no line of a notebook has a number as high."""
MAX_NAME = 80
MAX_NAMES = 1000


class Problem(Exception):  # noqa: N818
    """Something about the student's code that a message can tell. Base of the following."""

    why: Why
    function = ""
    """The student's function that was asked for, if it was one."""
    opened = False
    """Whether a hidden test lets students read what their code said."""

    def failure(self, cell: int | None = None) -> Failure:
        """Return what happened to the function, or to a cell."""
        return Failure(str(self), self.why, self.function, cell=cell)


class Raised(Problem):
    """The student's code stopped with an exception."""

    why = Why.RAISED

    def __init__(self, error: dict[str, Any]):
        """Take the candidate's report, which is data from a stranger."""
        self.kind, self.type, self.message = (
            str(error.get(key, ""))[:MAX_MESSAGE] for key in ("kind", "type", "message")
        )
        known = str(error.get("mistake", ""))
        self.mistake = known if known in MISTAKES else ""
        self.place: Place | None = None
        match error.get("place"):
            case [int(cell), int(line)] if 0 <= cell < MAX_NUMBER and 0 <= line < MAX_NUMBER:
                self.place = Place(cell, line)
        first = error.get("line")
        self.line = first if isinstance(first, int) and 0 <= first < MAX_NUMBER else None
        self.names = names_in(error.get("names"))
        """What is not defined because of it."""
        missing = str(error.get("missing", ""))[:MAX_NAME]
        self.missing = missing if missing.replace(".", "").isidentifier() else ""
        self.change = _change(error.get("change"))
        """What the name stands for that it is due to, if that is another thing than before."""
        if self.kind in (Why.INSTRUMENT, Why.REPLACED, Why.STOPPED):
            self.why = Why(self.kind)
        super().__init__(self.message)

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross to another process as the report that it was made of."""
        place = [self.place.cell, self.place.line] if self.place else None
        names = ("kind", "type", "message", "line", "missing", "mistake")
        report = {name: getattr(self, name) for name in names}
        report |= {"place": place, "names": list(self.names)}
        if self.change:
            report["change"] = [self.change.function, self.change.type, self.change.cell]
        return Raised, (report,), {"function": self.function}

    def failure(self, cell: int | None = None) -> Failure:
        """Return what happened to the function, or to a cell."""
        return replace(
            super().failure(cell),
            type=self.type,
            place=self.place,
            line=self.line,
            names=self.names[:NAMES],
            missing=self.change.function if self.change else self.missing,
            mistake=self.mistake,
            cause=self.change,
        )


def _change(change: Any) -> Failure | None:
    """Read which name stands for another thing, or none, and since which cell."""
    match change:
        case [str(name), str(kind), int(cell)] if names_in([name]) and 0 < cell < MAX_NUMBER:
            return _changed(name, kind, cell)
    return None


def _changed(name: str, kind: str, cell: int) -> Failure | None:
    """Return that a name is of another kind since a cell, or was deleted if it is of none."""
    if not kind:
        return Failure(why=Why.DELETED, function=name, cell=cell)
    known = kind.isidentifier() and len(kind) <= MAX_NAME
    return Failure(why=Why.OTHER, function=name, type=kind, cell=cell) if known else None


def names_in(names: Any) -> tuple[str, ...]:
    """Return the names in a candidate's answer, which is data from a stranger."""
    texts = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return tuple(n for n in texts[:MAX_NAMES] if len(n) <= MAX_NAME and n.isidentifier())


class Refused(Problem):
    """The student's function gave something that cannot be graded."""

    why = Why.REFUSED

    def __init__(self, text: str, mistake: str = ""):
        """Take what the candidate said, and which of ``gankit.mistakes`` it is, if any."""
        self.mistake = mistake
        super().__init__(text)

    def failure(self, cell: int | None = None) -> Failure:
        """Return what happened to the function."""
        return replace(super().failure(cell), mistake=self.mistake)


class OtherForm(Problem):
    """What came is of another form than was asked for."""

    why = Why.WRONG_FORM

    def __init__(self, gap: Gap):
        """Take how it differs."""
        self.gap = gap
        super().__init__()

    @classmethod
    def of(cls, mismatch: Mismatch) -> OtherForm:
        """Return the problem of an answer without its form."""
        return cls(Gap(mismatch.where, mismatch.expected, mismatch.found))

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross to another process."""
        return OtherForm, (self.gap,), {"function": self.function}

    def failure(self, cell: int | None = None) -> Failure:
        """Return what happened to the function."""
        return replace(super().failure(cell), gap=self.gap)


class Ended(Problem):
    """The candidate is gone: its time was up, or it ended itself."""

    why = Why.ENDED


class TimeUp(Ended):
    """Its time was up."""


class Failed(AssertionError):  # noqa: N818
    """A test fails for a reason that is known as data."""

    def __init__(self, failure: Failure):
        """Take the reason."""
        self.failure = failure
        super().__init__(sentences.failure(failure))


class Broken(GangradeError):  # noqa: N818
    """Our own processes have failed, or were ended: the student's code is not to blame."""


@contextlib.contextmanager
def ours() -> Iterator[None]:
    """Blame nobody but us for what fails in this block, but for problems of the student's code.

    Raises:
        Broken: for whatever it is: a fork, a folder, a socket, a lock, memory.
    """
    try:
        yield
    except (Problem, GangradeError):
        raise
    except Exception as error:
        raise Broken(_words(error)) from error


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


class Crowded(Broken):
    """Memory ran out while several submissions were graded: it is not clear which has used it."""


class CannotGrade(GangradeError):  # noqa: N818
    """Something is missing on the instructor's side. The message says what to do."""


_OURS = (
    *(OSError, MemoryError, ImportError, EOFError, SystemError),
    *(struct.error, pickle.PickleError, subprocess.SubprocessError),
)
"""What no value that a student's function gave can make a test raise: it computes, no more."""
_MACHINERY = {"concurrent", "multiprocessing", "shutil", "socket", "tempfile", "threading"}
"""Modules whose exceptions can be of any type: "can't start new thread" is a RuntimeError."""


def why_failed(error: Exception, sealed: bool = False) -> Failure:
    """Return why a test failed that stopped with ``error``.

    ``sealed`` keeps back what the student's code said, unless the test has opened it: its texts
    could tell what was drawn.

    Raises:
        Broken: if that is our own failure, which says nothing about what the test judges.
    """
    if _is_ours(error):
        raise Broken(f"a test could not judge ({_words(error)})") from error
    match error:
        case Failed():
            return error.failure
        case Raised() | Refused() if sealed and not error.opened:
            return _sealed(error)
        case Raised(kind="wrong"):
            return Failure(error.message)
        case Problem():
            return error.failure()
        case AssertionError():
            text = str(error)
            return Failure(text if len(text) <= MAX_TEXT else f"{text[:MAX_TEXT]} …")
    # Its text is not kept: it could quote the test.
    return Failure(why=Why.WRONG_FORM, type=type(error).__name__)


_EXCEPTIONS = {name for name, kind in vars(builtins).items() if isinstance(kind, type)}
_EXCEPTIONS |= {"InvalidArgumentError", "OperatorNotAllowedInGraphError"}
"""Names that are shown: one that the student's code has made up could tell as much as a text."""


def _sealed(problem: Raised | Refused) -> Failure:
    if isinstance(problem, Refused):
        mistake = problem.mistake
        return Failure("", problem.why, problem.function, mistake=mistake, sealed=True)
    if problem.kind == "wrong":
        kind = "something other than the notebook asks for"
        return Failure(f"{problem.function or 'The notebook'} returned {kind}.")
    kind = problem.type if problem.type in _EXCEPTIONS else ""
    return Failure(
        "", problem.why, problem.function, type=kind, mistake=problem.mistake, sealed=True
    )


def _is_ours(error: BaseException) -> bool:
    """Return whether an exception, or what it was raised for, comes from us and not from values."""
    if isinstance(error, Problem | AssertionError):
        return False
    if isinstance(error, (GangradeError, *_OURS)):
        return True
    modules = [
        frame.f_globals.get("__name__", "") for frame, _ in traceback.walk_tb(error.__traceback__)
    ]
    if modules and modules[-1].partition(".")[0] in _MACHINERY:
        return True
    return error.__cause__ is not None and _is_ours(error.__cause__)
