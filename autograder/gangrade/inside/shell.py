"""The candidate's side: the process that holds the student's code and answers for it.

It is forked from ``gangrade.inside.warm`` and holds nothing of ours but what a student may read:
no test, no threshold, no secret. It runs cells in IPython's own shell and gankit's probes, and
instruments whose source comes with the request. It answers each request over its one socket. The
examiner takes the answers as data, never as truth.
"""

from __future__ import annotations

import builtins
import contextlib
import dis
import math
import os
import signal
import socket
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import gankit
import numpy as np
from gankit import mistakes
from gankit.networks import UnsupportedNetwork
from gankit.probes.base import probes_in
from gankit.probes.replaced import uses, without_instruments

from gangrade.inside import clock, kernel, sandbox, wire
from gangrade.inside.originals import Originals, Replaced

MAX_MESSAGE = 300
MAX_LOSSES = 200
ALL = 1 << 20
"""Lines of a traceback, however few of them a notebook wants to see (``sys.tracebacklimit``)."""
INSTRUMENT = "<instrument>"
"""What Python calls the code of an instrument."""
MAX_NAMES = 1000
"""That are told of one cell. More need nobody's patience."""


def main(connection: socket.socket, confinement: sandbox.Confinement) -> None:
    """Answer requests until the other end closes. Never returns an exception."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.closerange(3, connection.fileno())
    os.closerange(connection.fileno() + 1, 1 << 16)
    for name in ("HOME", "TMPDIR", "MPLCONFIGDIR"):
        os.environ[name] = confinement.scratch
    os.environ.pop("PWD", None)
    tempfile.tempdir = None  # what it found was the parent's
    try:
        missing = sandbox.enter(confinement)
        os.chdir(confinement.scratch)
        import_libraries()
    except Exception as error:
        wire.send(connection, {"error": _error("start", f"{type(error).__name__}: {error}")})
        return
    wire.send(connection, {"value": missing})
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    answers = Answers()
    while True:
        try:
            request = wire.receive(connection)
        except wire.Closed:
            return
        try:
            reply = {"value": getattr(answers, request.pop("do"))(**request)}
            wire.send(connection, reply)
        except wire.Refused as refusal:
            text = str(refusal)
            mistake = mistakes.name_of(text)
            wire.send(connection, {"error": _error("refused", text, mistake=mistake)})
        except BaseException as error:
            wire.send(connection, {"error": answers.explain(error)})


def import_libraries() -> None:
    """Import what takes seconds: a warm parent has done it before, a cold start does it now."""
    import keras  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import scipy.stats  # noqa: F401

    import gangrade.inside.network  # noqa: F401

    probes_in("gankit.probes")


class Answers:
    """What the examiner can ask for, by method name."""

    def __init__(self) -> None:
        """Start no shell yet: a child that only runs networks needs none."""
        self._scratch = f"{Path.cwd()}/"
        self._shell: Any = None
        self._losses: list[dict[str, Any]] = []
        """What has failed in the cell that runs."""
        self._numbers: dict[str, int] = {}
        """Of the cells that have run, by what Python calls their code."""
        self._values: dict[str, Any] = {}
        """What the names of the notebook stand for after the last cell."""
        self._binders: dict[str, int] = {}
        """The number of the cell that bound a name last."""
        self._deleted: dict[str, int] = {}
        """The number of the cell that deleted a name which is not there any more."""
        self._originals: Originals | None = None
        self._probes: dict[str, Any] = {}
        """What runs for a name that can be asked for, as it was before the first cell."""
        self._instruments: dict[tuple[str, str], Any] = {}
        """The same for instruments, by their names and texts."""

    def open(self) -> None:
        """Start the shell that cells run in. What fails here is not the student's."""
        if self._shell is None:
            self._shell = kernel.start()
            self._probes = {name: p.body for name, p in probes_in("gankit.probes").items()}
            self._originals = Originals()
            self._shell.failed = self._failed

    def cell(
        self, number: int, source: str, cpu: float = math.inf, wall: float = math.inf
    ) -> list[dict[str, Any]]:
        """Run the code cell with this number in the notebook; return what has failed in it.

        It is interrupted after so many seconds of CPU time, or of the clock.
        """
        self.open()
        shell = self._shell
        self._numbers[kernel.code_name(number)] = number
        self._losses = []
        with clock.interrupted(cpu, wall):
            shell.run(number, source)
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        values, before = dict(shell.user_ns), self._values
        new = [name for name in values if before.get(name, before) is not values[name]]
        self._binders.update(dict.fromkeys(new, number))
        failed = {name for loss in self._losses for name in loss["names"]}
        self._deleted.update(dict.fromkeys(before.keys() - values.keys() - failed, number))
        self._deleted = {n: cell for n, cell in self._deleted.items() if n not in values}
        self._values = values
        return self._losses

    def _failed(self, error: BaseException, line: int | None, names: list[str]) -> None:
        """Keep what is told of an error, not the error: it would hold what it has met."""
        if len(self._losses) < MAX_LOSSES:
            kept = [name[:80] for name in names[:MAX_NAMES]]
            self._losses.append({**self.explain(error), "line": line, "names": kept})

    def defined(self, names: list[str]) -> list[str]:
        """Return those of ``names`` that are functions or classes after the cells have run."""
        space = self._shell.user_ns if self._shell else {}
        return [name for name in names if callable(space.get(name))]

    def others(self, names: list[str]) -> dict[str, list[Any]]:
        """Return those of ``names`` that stand for something else: its type, and its cell.

        Of one that was deleted there is no type, but an empty text.
        """
        space = self._shell.user_ns if self._shell else {}
        deleted = {name: ["", self._deleted[name]] for name in names if name in self._deleted}
        return deleted | {
            name: [type(space[name]).__name__[:80], self._binders.get(name, 0)]
            for name in names
            if name in space and not callable(space[name])
        }

    def bound(self, sources: list[str]) -> list[list[str]]:
        """Return the names that each of some cells would bind, which are not run."""
        names = [self._shell.names_of(source) if self._shell else [] for source in sources]
        return [[name[:80] for name in found[:MAX_NAMES]] for found in names]

    def block(self, names: list[str]) -> None:
        """Replace functions that must not be called again: they brought a process to its end."""
        if self._shell:
            self._shell.user_ns.update({name: _blocked(name) for name in names})

    def probe(self, name: str, function: str, args: dict[str, Any], source: str = "") -> Any:
        """Run a probe on the student's function of this name; an instrument comes as ``source``.

        What it relies on is what it was before the first cell.

        Raises:
            Replaced: if that cannot be.
        """
        if self._originals:
            self._originals.restore()
        body, student = self._body(name, source), self._shell.user_ns[function]
        before = uses()
        try:
            with _warnings_as_usual():
                return body(student, **args)
        except Exception as error:
            replaced = uses() > before + 1 and self.explain(error)["kind"] == "exception"
            if replaced and _runs_plain(body, student, args):
                raise InstrumentError from error
            raise

    def _body(self, name: str, source: str) -> Any:
        """Return what a probe does. An instrument's module is none that an import finds."""
        if not source:
            return self._probes[name]
        if (name, source) not in self._instruments:
            space: dict[str, Any] = {"__name__": "notebook", "__builtins__": vars(builtins)}
            exec(compile(source, INSTRUMENT, "exec", dont_inherit=True), space)
            space["NOTEBOOK"] = self._shell.user_ns
            self._instruments[name, source] = space[name].body
        return self._instruments[name, source]

    def network(self, network: Any, inputs: Any) -> Any:
        """Return the outputs of a network. Only asked of a child that runs no student code."""
        from gangrade.inside import network as networks

        return networks.run(network, inputs)

    def explain(self, error: BaseException) -> dict[str, Any]:
        """Say what went wrong, in whose code, and where in the notebook."""
        text = mistakes.plain(error)
        if isinstance(error, clock.TimeUp):
            return _error("stopped", "")
        frames = traceback.extract_tb(error.__traceback__, ALL)
        own = Path(gankit.__file__).parent
        if isinstance(error, UnsupportedNetwork):
            return _error("wrong", text)
        file = _raised_in(error, frames)
        if isinstance(error, AssertionError) and (file == INSTRUMENT or own in Path(file).parents):
            return _error("wrong", text)
        if isinstance(error, Replaced):
            return _error("replaced", "", text)
        if isinstance(error, InstrumentError):
            inner = self.explain(error.__cause__ or error)
            return {**inner, "kind": "instrument"}
        place = next(filter(None, map(self._place, reversed(frames))), None)
        if isinstance(error, ImportError):
            text = text.replace(f" ({error.path or 'unknown location'})", "")  # it is the grader's
        if isinstance(error, OSError):
            text = text.replace(self._scratch, "")
        if isinstance(error, OSError) and any(map(_starts_processes, frames)):
            text = "no program and no second process can be started when a notebook is graded"
        if isinstance(error, SyntaxError):
            text = f"{error.msg}"
            place = self._line(error.filename, error.lineno) or place
        missing = error.name if isinstance(error, (NameError, ModuleNotFoundError)) else None
        change = self._change(error, missing)
        mistake = "" if change else self._mistake(error)
        told = _error("exception", text, type(error).__name__, place=place, mistake=mistake)
        told["missing"] = missing[:80] if isinstance(missing, str) else ""
        return {**told, "change": change}

    def _change(self, error: BaseException, missing: str | None) -> list[Any]:
        """Return the name that an error is due to, what it stands for, and since which cell.

        That is a name which was deleted, or which stood for a module, or for a function or class
        that was imported or is Python's own.
        """
        if isinstance(error, NameError):
            cell = self._deleted.get(missing or "")
            return [(missing or "")[:80], "", cell] if cell else []
        if not isinstance(error, (AttributeError, TypeError)) or self._shell is None:
            return []
        own = [
            (frame.f_code, line)
            for frame, line in traceback.walk_tb(error.__traceback__)
            if frame.f_code.co_filename in self._numbers
        ]
        space = self._shell.user_ns
        for name in _names_in_line(*own[-1]) if own else ():
            value = space.get(name, self._change)
            other = not callable(value) and not isinstance(value, ModuleType)
            known = name in self._shell.imported or callable(getattr(builtins, name, None))
            if other and known and self._values.get(name, self) is value:
                return [name[:80], type(value).__name__[:80], self._binders.get(name, 0)]
        return []

    def _place(self, frame: traceback.FrameSummary) -> list[int] | None:
        return self._line(frame.filename, frame.lineno)

    def _line(self, file: str | None, line: int | None) -> list[int] | None:
        """Return the cell and its line that a line of code is from, as far as it is from one."""
        if file is None or not isinstance(line, int):
            return None
        if file in self._numbers:
            return [self._numbers[file], line]
        written = self._shell.written.get(file) if self._shell else None
        return [written[0], written[1] + line] if written else None

    def _mistake(self, error: BaseException) -> str:
        """Return which known mistake an error tells of, by its name in gankit."""
        codes = [frame.f_code for frame, _ in traceback.walk_tb(error.__traceback__)]
        own = [code.co_names for code in codes if code.co_filename in self._numbers]
        return mistakes.name_of(mistakes.plain(error), own[-1] if own else ())


@contextlib.contextmanager
def _warnings_as_usual() -> Iterator[None]:
    """Let no warning be an error, whatever a cell has set for its own experiments.

    What a function sets itself holds while it runs.
    """
    usual = {"divide": "warn", "over": "warn", "under": "ignore", "invalid": "warn"}
    with np.errstate(**usual), warnings.catch_warnings():  # type: ignore[arg-type]
        warnings.simplefilter("ignore")
        yield


def _starts_processes(frame: traceback.FrameSummary) -> bool:
    path = Path(frame.filename)
    return path.name == "subprocess.py" or path.parent.name == "multiprocessing"


def _names_in_line(code: CodeType, line: int) -> Iterator[str]:
    """Give the global names that a line of code looks up."""
    for step in dis.get_instructions(code):
        here = step.positions is not None and step.positions.lineno == line
        if here and step.opname in {"LOAD_NAME", "LOAD_GLOBAL"}:
            yield step.argval


def _raised_in(error: BaseException, frames: Sequence[traceback.FrameSummary]) -> str:
    """Return the file of the line that raised an error.

    In compiled functions, TensorFlow raises another in the place of the first, and says beside it
    where that one came from.
    """
    told = getattr(error, "ag_error_metadata", None)
    if stack := getattr(told, "translated_stack", None):
        return str(stack[0].filename)
    return frames[-1].filename if frames else ""


class InstrumentError(Exception):
    """What was put in the place of a student's network has failed, and not the student's code."""


def _runs_plain(body: Any, student: Any, args: dict[str, Any]) -> bool:
    """Return whether a probe runs if nothing of the student's is replaced or recorded."""
    with without_instruments(), _warnings_as_usual():
        try:
            body(student, **args)
        except Exception:
            return False
    return True


def _error(
    kind: str,
    message: str,
    name: str = "",
    *,
    place: list[int] | None = None,
    mistake: str = "",
) -> dict[str, Any]:
    return {
        "kind": kind,
        "message": message[:MAX_MESSAGE],
        "type": name[:80],
        "place": place,
        "mistake": mistake,
    }


def _blocked(name: str) -> Any:
    def blocked(*_args: Any, **_options: Any) -> None:
        raise RuntimeError(f"{name} is not available: it brought an earlier run to its end")

    return blocked
