"""What ``grader`` does in a notebook: public tests, and the file to hand in.

otter-grader does the work. This says what students need to know: the test's sentence and not its
code, the line of their own that failed, and whether the file holds what they see.
"""

from __future__ import annotations

import inspect
import json
import logging
import os
import re
import sys
import textwrap
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from pathlib import Path
from types import CodeType
from typing import Any

from gankit import mistakes, rerun
from gankit.cells import hidden_answers
from gankit.session import Session, own_frame, session_of

TESTS = Path("tests")
PACKAGE = Path(__file__).parent
PATIENCE = 3.0
"""Seconds after which a test says that it is still at work."""


@dataclass(frozen=True)
class Outcome:
    """What a public test found."""

    title: str
    problem: str = ""
    """What is wrong; empty if it passed."""


@dataclass(frozen=True)
class Report:
    """What the public tests of a question found."""

    question: str
    outcomes: tuple[Outcome, ...]
    note: str = ""
    """What else the student should know."""

    @property
    def passed(self) -> bool:
        """Whether all of them passed."""
        return not any(outcome.problem for outcome in self.outcomes)

    @property
    def headline(self) -> str:
        """The result in a few words."""
        if self.passed:
            return "public tests passed. The grader has more tests than these."
        count = sum(not outcome.problem for outcome in self.outcomes)
        return f"{count} of {len(self.outcomes)} public tests passed."

    def __repr__(self) -> str:
        """Show it as text."""
        lines = [f"{self.question}: {self.headline}"]
        for outcome in self.outcomes if not self.passed else ():
            lines.append(f"  {'✘' if outcome.problem else '✔'} {outcome.title}")
            lines += [f"      {line}" for line in outcome.problem.splitlines()]
        return "\n".join(filter(None, [*lines, self.note]))

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        head = f"<p>{_mark(self.passed)} <b><code>{escape(self.question)}</code></b>: "
        head += f"{escape(self.headline)}{'<br>' if self.note else ''}{_html(self.note)}</p>"
        items = "".join(
            f"<li>{_mark(not o.problem)} {_html(o.title)}{_paragraphs(o.problem)}</li>"
            for o in self.outcomes
        )
        return head if self.passed else f'{head}<ul style="list-style: none">{items}</ul>'


def _mark(good: bool) -> str:
    """Return a sign, in a colour that can be read on black and on white."""
    colour, sign = ("#2a9d4e", "✔") if good else ("#e5484d", "✘")
    return f'<span style="color: {colour}">{sign}</span>'


def _html(text: str) -> str:
    """Return text as HTML; what stands in backquotes is code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _paragraphs(text: str) -> str:
    """Return lines as HTML; those that are indented are code."""
    lines = [
        f"<pre>{escape(line.strip())}</pre>"
        if line.startswith(" ")
        else f"<div>{_html(line)}</div>"
        for line in text.splitlines()
    ]
    return f'<div style="margin: 0 0 0.6em 1.3em">{"".join(lines)}</div>' if lines else ""


def check(question: str, names: dict[str, Any], notebook: Path | None = None) -> Report:
    """Run the public tests of a question on the functions in ``names``.

    With the file of the ``notebook``, it also says what they use that the grader skips.
    """
    from otter.test_files import ExceptionTestFile

    tests = ExceptionTestFile.from_file(str(TESTS / f"{question}.py")).test_cases
    outcomes = []
    with _without_warnings("tensorflow"):
        for number, case in enumerate(tests, start=1):
            wait = threading.Timer(
                PATIENCE, print, [f"test {number} of {len(tests)} takes some seconds …"]
            )
            wait.start()
            try:
                outcomes.append(_outcome(case.body, names))
            finally:
                wait.cancel()
    bodies = [case.body.test_func for case in tests]
    asked = {name for body in bodies for name in inspect.signature(body).parameters}
    note = _skipped(notebook, _used(asked, names)) if notebook else ""
    return Report(question, tuple(outcomes), note)


@contextmanager
def _without_warnings(library: str) -> Iterator[None]:
    """Let a library log errors only.

    TensorFlow counts how often a function is compiled anew, as each test does, and would tell the
    student to mend that.
    """
    logger = logging.getLogger(library)
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)


def _used(functions: Iterable[str], names: dict[str, Any]) -> set[str]:
    """Return these functions and all names of the notebook that they use, also by others."""
    found: set[str] = set()
    new = {name for name in functions if name in names}
    while new:
        found |= new
        codes = [code for name in new for code in _codes(names[name], names)]
        new = {name for code in codes for name in code.co_names if name in names} - found
    return found


def _codes(value: Any, names: dict[str, Any]) -> Iterator[CodeType]:
    """Give the code of a function or class of the notebook, with the code inside of it."""
    if inspect.isclass(value) and value.__module__ == names.get("__name__"):
        for member in vars(value).values():
            yield from _codes(getattr(member, "__func__", member), names)
    elif inspect.isfunction(value) and value.__globals__ is names:
        rest = [value.__code__]
        while rest:
            code = rest.pop()
            yield code
            rest += [inner for inner in code.co_consts if isinstance(inner, CodeType)]


def _skipped(notebook: Path, used: set[str]) -> str:
    """Say which of the names that are used come from cells that the grader skips."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        hidden = hidden_answers(cells, used)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""  # no notebook, or one that is being written
    return " ".join(
        f"`{name}` comes from cell {number}, which the grader skips: there it is not defined. "
        "Define it in a cell of your own."
        for name, number in sorted(hidden.items())
    )


def _outcome(test: Any, names: dict[str, Any]) -> Outcome:
    title = (inspect.getdoc(test.test_func) or "A test without a name").splitlines()[0]
    try:
        test.call_func(names)
    except Exception as error:
        return Outcome(title, problem(error, names))
    return Outcome(title)


def problem(error: Exception, names: dict[str, Any]) -> str:
    """Say what an exception in a test means, and where in the student's code it was raised.

    ``names`` is the notebook's namespace. A line that is indented is code.
    """
    if not _values_at_once():
        return NO_VALUES
    text, frame = mistakes.plain(error), own_frame(error.__traceback__, names)
    if isinstance(error, AssertionError) and (frame is None or _in_gankit(error)):
        return text or "This is not right yet."
    kind = type(error).__name__
    if frame is None:
        if _in_gankit(error):
            return text
        return (
            f"The result has an unexpected form ({kind}). Compare it with what the text asks for: "
            "the number of values, their shapes and types."
        )
    said = mistakes.said(text, mistakes.name_of(text, frame.uses))
    where = f"{frame.function}, line {frame.line}" if frame.function else f"line {frame.line}"
    code = f"\n    {frame.text}" if frame.text else ""
    return f"Your code stopped with {kind} in {where} of its cell:{code}\n{said or 'No message.'}"


NO_VALUES = (
    "TensorFlow's eager execution is switched off, so tensors have no values. Delete the line that "
    "does it (`disable_eager_execution` or `disable_v2_behavior`), restart the kernel, and run all "
    "cells."
)


def _values_at_once() -> bool:
    """Say whether TensorFlow computes values, not graphs of TensorFlow 1."""
    tensorflow: Any = sys.modules.get("tensorflow")
    return tensorflow is None or tensorflow.executing_eagerly()


def _in_gankit(error: Exception) -> bool:
    """Say whether an exception was raised by gankit."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and PACKAGE in Path(trace.tb_frame.f_code.co_filename).parents


class Grader:
    """The object ``grader`` of a notebook."""

    def __init__(self, file: str):
        """Take the name of the notebook's file."""
        self._file = file
        self._session = _session()

    def check(self, question: str) -> Any:
        """Run the public tests of a question, and say what they find."""
        if rerun.VARIABLE in os.environ:
            return None
        names = inspect.currentframe().f_back.f_globals  # type: ignore[union-attr]
        if not (TESTS / f"{question}.py").is_file():
            if TESTS.is_dir():
                print(f"There is no question {question}. There are {', '.join(self._questions())}.")
                return None
            # otter may know where its tests are: its own tools run notebooks elsewhere.
            return _otter(self._file).check(question, names)
        return check(question, names, self._path())

    def check_all(self) -> None:
        """Run the public tests of all questions, one after the other."""
        names = inspect.currentframe().f_back.f_globals  # type: ignore[union-attr]
        questions = self._questions()
        if rerun.VARIABLE in os.environ or not questions:
            return
        failed = []
        for number, question in enumerate(questions, start=1):
            print(f"({number} of {len(questions)}) {question} …", end="", flush=True)
            report = check(question, names, self._path())
            print(f"\r({number} of {len(questions)}) {report}", flush=True)
            failed += [] if report.passed else [question]
        print()
        if failed:
            print(f"Public tests do not pass yet: {', '.join(failed)}.")
        else:
            print("All public tests passed. The grader has more tests than these.")

    def export(self, *, force: bool = False, **_options: Any) -> None:
        """Save the notebook where that is possible, and make a zip of its file to hand in.

        With ``force`` the zip is made also where the file lacks something that ran.
        """
        if rerun.VARIABLE in os.environ:
            return
        if self._session is None:  # no notebook that somebody edits
            _otter(self._file).export(pdf=False)
            return
        if "google.colab" in sys.modules:
            _say(
                "In Colab nothing can be exported from here. Choose File, Download, Download "
                ".ipynb and hand in that file."
            )
            return
        path = self._path()
        if path is None:
            _say(
                f"There is no file {self._file} in this folder. Save the notebook under this name, "
                "or hand in the notebook itself."
            )
            return
        saved = _save(path)
        if not _is_ready(path, self._session, saved=saved, force=force):
            return
        _otter(str(path)).export(pdf=False)
        offer(path, self._questions())

    def check_file(self, minutes: float = 10) -> None:
        """Run the saved notebook in a fresh process, as the grader will, and the public tests.

        It is ended after so many minutes; the stop button skips the rest.
        """
        path = self._path()
        if rerun.VARIABLE in os.environ or path is None:
            return
        print(f"{path.name}, in a fresh process, for at most {minutes:g} minutes:")
        run = rerun.Rerun(path, self._questions())
        run.start(minutes)
        for text in run.messages():
            print(text, end="", flush=True)

    def _questions(self) -> list[str]:
        """Return the questions that have public tests, as they come in the notebook."""
        names = sorted(path.stem for path in TESTS.glob("*.py") if path.stem != "__init__")
        path = self._path()
        text = path.read_text(encoding="utf-8") if path else ""
        place = {name: text.find(f'grader.check(\\"{name}\\")') for name in names}
        return sorted(names, key=lambda name: (place[name] < 0, place[name]))

    def _path(self) -> Path | None:
        """Return the file of this notebook, which the student may have renamed."""
        names = self._session.shell.user_ns if self._session else {}
        known = [
            os.environ.get("JPY_SESSION_NAME"),  # Jupyter's server
            names.get("__vsc_ipynb_file__"),  # VS Code
            self._file,
        ]
        here = Path.cwd()
        for path in (Path(name) for name in known if isinstance(name, str)):
            if path.suffix == ".ipynb" and path.is_file():
                # A relative path is the name in the zip, too.
                return path.relative_to(here) if path.is_relative_to(here) else path
        return None


def _say(text: str) -> None:
    """Print a text in lines that fit into a notebook."""
    print(textwrap.fill(text, 88))


def _otter(file: str) -> Any:
    """Return otter's object for a notebook file. The grader has a stand-in that does nothing."""
    import otter

    return otter.Notebook(file)


def _session() -> Session | None:
    """Return the session of this kernel; None where no notebook runs."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    # The grader's own shell has no kernel, and needs none of this.
    has_kernel = hasattr(shell, "kernel") and rerun.VARIABLE not in os.environ
    return session_of(shell) if has_kernel else None


def _save(path: Path, seconds: float = 20) -> bool:
    """Ask JupyterLab or Notebook to save the notebook that is open; say whether it did.

    Other editors do not listen, and are not waited for.
    """
    if "JPY_SESSION_NAME" not in os.environ:  # no Jupyter server has started this kernel
        return False
    from ipylab import JupyterFrontEnd  # type: ignore[import-untyped]

    before = path.stat().st_mtime_ns
    JupyterFrontEnd().commands.execute("docmanager:save")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.2)
        if path.stat().st_mtime_ns != before and _is_whole(path):
            return True
    return False


def _is_whole(path: Path) -> bool:
    """Say whether a notebook's file can be read; not while it is being written."""
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return True


def _is_ready(path: Path, session: Session, *, saved: bool, force: bool) -> bool:
    """Compare the file with the cells that ran; say what to do first, if there is anything."""
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:  # nbformat has no common one
        print(f"{path.name} cannot be read as a notebook ({error}). Save it and try again.")
        return False
    missing = session.missing_in(notebook)
    if saved:
        print(f"Saved {path.name}.")
        if missing:
            _say(
                f"You have changed {', '.join(missing)} since it ran. The zip holds what you see "
                "now: run all cells from the top to be sure that it works."
            )
        return True
    when = time.strftime("%H:%M:%S", time.localtime(path.stat().st_mtime))
    if missing:
        _say(
            f"Save first: {path.name}, last saved at {when}, does not hold {', '.join(missing)} as "
            "it ran. Save the notebook, then run this cell again."
        )
        if not force:
            print("(To hand in the file as it is all the same: grader.export(force=True))")
        return force
    _say(
        f"This holds {path.name} as it was saved at {when}. What you have written since then is "
        "not in it: then save, and run this cell again."
    )
    return True


def offer(path: Path, questions: list[str], minutes: float = 10) -> None:
    """Offer to run the public tests on a file in a fresh process, with a button to click on."""
    _say(
        "You can try this file as the grader will, in a fresh process with the public tests "
        f"(at most {minutes:g} minutes): click on the button, or run grader.check_file()."
    )
    from IPython.display import display
    from ipywidgets import (  # type: ignore[import-untyped]
        Button,
        HBox,
        Label,
        Output,
        VBox,
    )

    begin, end = Button(description="Try the file"), Button(description="Stop", disabled=True)
    progress, shown = Label(), Output()
    runs: list[rerun.Rerun] = []

    def follow() -> None:
        for text in runs[-1].messages():
            if text.startswith("\r") and not text.endswith("\n"):
                progress.value = text.strip()
            else:
                shown.append_stdout(text.lstrip("\r"))
        progress.value = "Done."
        begin.disabled, end.disabled = False, True

    def begins(_button: Any) -> None:
        begin.disabled, end.disabled = True, False
        shown.outputs = ()
        runs.append(rerun.Rerun(path, questions))
        runs[-1].start(minutes)
        threading.Thread(target=follow, daemon=True).start()

    begin.on_click(begins)
    end.on_click(lambda _button: runs[-1].stop())
    display(VBox([HBox([begin, end, progress]), shown]))  # type: ignore[no-untyped-call]
