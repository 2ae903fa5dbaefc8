"""The candidate's side: the process that holds the student's code and answers for it.

It is forked from ``gangrade.inside.warm`` and holds nothing of ours but what a student may read:
no test, no threshold, no secret. It runs cells in IPython's own shell and gankit's probes and
instruments, and answers each request over its one socket. The examiner takes the answers as data,
never as truth.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import tempfile
import traceback
import types
from pathlib import Path
from typing import Any

import gankit
from gankit.networks import UnsupportedNetwork
from gankit.probes.base import Probe, probes_in

from gangrade.inside import sandbox, wire

MAX_MESSAGE = 300


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
            wire.send(connection, {"error": _error("refused", str(refusal))})
        except BaseException as error:
            wire.send(connection, {"error": answers.explain(error)})


def import_libraries() -> None:
    """Import what takes seconds: a warm parent has done it before, a cold start does it now."""
    import keras  # noqa: F401
    import matplotlib.pyplot  # noqa: F401
    import scipy.stats  # noqa: F401

    import gangrade.inside.network  # noqa: F401

    _probes()


def _probes() -> dict[str, Probe[..., Any]]:
    """Return what can be asked for by name. What a student adds to gankit is not among it."""
    return {**probes_in("gankit.probes"), **probes_in("gankit.instruments")}


class Answers:
    """What the examiner can ask for, by method name."""

    def __init__(self) -> None:
        """Start no shell yet: a child that only runs networks needs none."""
        self._shell: Any = None
        self._cell = 0
        self._numbers: dict[str, int] = {}
        """Of the cells that have run, by what Python calls their code."""

    def open(self) -> None:
        """Start the shell that cells run in. What fails here is not the student's."""
        self._shell = self._shell or _make_shell(self)

    def cell(self, number: int, source: str) -> None:
        """Run the code cell with this number in the notebook; its error is raised."""
        self.open()
        shell = self._shell
        self._cell = number
        self._numbers[_code_name(number)] = number
        result = shell.run_cell(source, store_history=False)
        if "matplotlib.pyplot" in sys.modules:
            sys.modules["matplotlib.pyplot"].close("all")
        error = result.error_before_exec or result.error_in_exec
        if error is not None:
            raise error

    def defined(self, names: list[str]) -> list[str]:
        """Return those of ``names`` that are functions or classes after the cells have run."""
        space = self._shell.user_ns if self._shell else {}
        return [name for name in names if callable(space.get(name))]

    def block(self, names: list[str]) -> None:
        """Replace functions that must not be called again: they brought a process to its end."""
        if self._shell:
            self._shell.user_ns.update({name: _blocked(name) for name in names})

    def probe(self, name: str, function: str, args: dict[str, Any]) -> Any:
        """Run a probe on the student's function of this name."""
        return _probes()[name].body(self._shell.user_ns[function], **args)

    def network(self, network: Any, inputs: Any) -> Any:
        """Return the outputs of a network. Only asked of a child that runs no student code."""
        from gangrade.inside import network as networks

        return networks.run(network, inputs)

    def explain(self, error: BaseException) -> dict[str, Any]:
        """Say what went wrong, in whose code, and where in the notebook."""
        try:
            text = str(error).strip()
        except Exception:  # a class of the student's whose __str__ fails
            text = ""
        frames = traceback.extract_tb(error.__traceback__)
        own = Path(gankit.__file__).parent
        if isinstance(error, UnsupportedNetwork):
            return _error("wrong", text)
        if (
            isinstance(error, AssertionError)
            and frames
            and own in Path(frames[-1].filename).parents
        ):
            return _error("wrong", text)
        line = next((f for f in reversed(frames) if f.filename in self._numbers), None)
        place = [self._numbers[line.filename], line.lineno] if line else None
        if isinstance(error, SyntaxError):
            text = f"{error.msg}"
            place = [self._cell, error.lineno] if isinstance(error.lineno, int) else None
        return _error("exception", text, type(error).__name__, place=place)


def _error(
    kind: str, message: str, name: str = "", place: list[int | None] | None = None
) -> dict[str, Any]:
    return {"kind": kind, "message": message[:MAX_MESSAGE], "type": name[:80], "place": place}


def _code_name(number: int) -> str:
    """Return what Python calls the code of a cell, also in its own messages."""
    return f"cell {number}"


def _blocked(name: str) -> Any:
    def blocked(*_args: Any, **_options: Any) -> None:
        raise RuntimeError(f"{name} is not available: it brought an earlier run to its end")

    return blocked


def _make_shell(answers: Answers) -> Any:
    from IPython.core.compilerop import CachingCompiler
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Compiler(CachingCompiler):
        """Names the code of a cell by the cell's number, for messages."""

        def get_code_name(self, *_args: Any) -> str:
            return _code_name(answers._cell)

    config = Config()
    config.HistoryManager.enabled = False  # it would start a thread and a database
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Minimal"  # drawing a deep recursion would take seconds
    shell = InteractiveShell.instance(config=config, compiler_class=Compiler)
    for magic in ("pip", "conda", "mamba", "uv", "matplotlib", "config"):
        shell.magics_manager.magics["line"][magic] = _nothing
    for method in ("system", "system_piped", "system_raw"):  # for "!pip install …"
        setattr(shell, method, _nothing)
    sys.modules["otter"] = _quiet_otter()
    return shell


def _nothing(_line: str) -> None:
    """Stand in for a program, which there is none of here, or a magic that only a notebook has."""


def _quiet_otter() -> types.ModuleType:
    """Return a stand-in for otter, whose checks are for the student's eyes only."""

    class Notebook:
        def __init__(self, *_args: Any, **_options: Any):
            pass

        def __getattr__(self, name: str) -> Any:
            return lambda *_args, **_options: None

    module = types.ModuleType("otter")
    module.Notebook = Notebook  # type: ignore[attr-defined]
    return module
