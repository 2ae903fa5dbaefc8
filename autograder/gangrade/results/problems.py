"""What can go wrong with a candidate, for all who ask one or judge what it said."""

from __future__ import annotations

import contextlib
import pickle
import struct
import subprocess
import traceback
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from gangrade.errors import GangradeError
from gangrade.results import sentences
from gangrade.results.failure import NAMES, Failure, Place, Why

MAX_MESSAGE = 300
MAX_NUMBER = 10**6
"""No cell and no line of a notebook has a number as high."""
MAX_NAME = 80
MAX_NAMES = 1000


class Problem(Exception):  # noqa: N818
    """Something about the student's code that a message can tell. Base of the following."""

    why: Why
    function = ""
    """The student's function that was asked for, if it was one."""

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
        if self.kind in (Why.INSTRUMENT, Why.STOPPED):
            self.why = Why(self.kind)
        super().__init__(self.message)

    def failure(self, cell: int | None = None) -> Failure:
        """Return what happened to the function, or to a cell."""
        return replace(
            super().failure(cell),
            type=self.type,
            place=self.place,
            line=self.line,
            names=self.names[:NAMES],
            missing=self.missing,
        )


def names_in(names: Any) -> tuple[str, ...]:
    """Return the names in a candidate's answer, which is data from a stranger."""
    texts = [name for name in names if isinstance(name, str)] if isinstance(names, list) else []
    return tuple(n for n in texts[:MAX_NAMES] if len(n) <= MAX_NAME and n.isidentifier())


class Refused(Problem):
    """The student's function gave something that cannot be graded."""

    why = Why.REFUSED


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


class CannotGrade(GangradeError):  # noqa: N818
    """Something is missing on the instructor's side. The message says what to do."""


_OURS = (
    *(OSError, MemoryError, ImportError, EOFError, SystemError),
    *(struct.error, pickle.PickleError, subprocess.SubprocessError),
)
"""What no value that a student's function gave can make a test raise: it computes, no more."""
_MACHINERY = {"concurrent", "multiprocessing", "shutil", "socket", "tempfile", "threading"}
"""Modules whose exceptions can be of any type: "can't start new thread" is a RuntimeError."""


def why_failed(error: Exception) -> Failure:
    """Return why a test failed that stopped with ``error``.

    Raises:
        Broken: if that is our own failure, which says nothing about what the test judges.
    """
    if _is_ours(error):
        raise Broken(f"a test could not judge ({_words(error)})") from error
    match error:
        case Failed():
            return error.failure
        case Raised(kind="wrong"):
            return Failure(error.message)
        case Problem():
            return error.failure()
        case AssertionError():
            return Failure(str(error))
    # Its text is not kept: it could quote the test.
    return Failure(why=Why.WRONG_FORM, type=type(error).__name__)


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
