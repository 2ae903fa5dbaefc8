"""IPython's shell as a submission meets it: statement by statement, with what a notebook has."""

from __future__ import annotations

import argparse
import ast
import builtins
import contextlib
import importlib
import itertools
import os
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from traceback import walk_tb
from typing import Any

from IPython.core.compilerop import CachingCompiler
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import import_pylab
from IPython.utils.capture import capture_output
from IPython.utils.text import LSString, SList
from traitlets.config import Config

from gangrade.inside import stand_ins, statements

Failed = Callable[[BaseException, int | None, list[str]], None]
"""Told of an error, the line of the cell where its statement begins, and the names that are lost;
without a line, what stands behind was not run either."""

_IDLE = {"pip", "conda", "mamba", "uv", "matplotlib", "config", "pdb", "debug", "gui", "reset"}
"""Line magics that install, choose what is shown, or delete all names."""
_RUNNING = {"time", "timeit", "prun", "run"}
"""Magics that run code of the student's: they may fail with it."""
_PROGRAMS = {"bash", "sh", "script", "system", "sx", "!", "cmd"}
_PROGRAMS |= {"perl", "ruby", "python", "python2", "python3", "pypy"}
"""Cell magics whose body other programs would run."""
_ENDS = (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError)
"""What ends a cell, not only its statement."""


def code_name(number: int) -> str:
    """Return what Python calls the code of a cell, also in its own messages."""
    return f"cell {number}"


class ZMQInteractiveShell(InteractiveShell):
    """The shell of a notebook, whose class code asks for: a statement that fails costs no more.

    ``kernel`` and what belongs to it are stand-ins.
    """

    def __init__(self, **options: Any):
        """Start as IPython does."""
        self.number = 0
        """Of the cell that runs."""
        self.statement: ast.stmt | None = None
        """What runs at the moment."""
        self.failed: Failed = _raise
        self.written: dict[str, tuple[int, int]] = {}
        """Cells of modules that were written, and the lines in front, by the modules' paths."""
        self.imported: set[str] = set()
        """Names that an import has bound to a module, a function or a class."""
        self._absent: set[str] = set()
        """Names that would have come from a package that is not here; * for all that it has."""
        self._shift = 0
        """Lines of the cell in front of what is compiled."""
        super().__init__(**options)
        self.kernel = self.comm_manager = stand_ins.Nothing()

    # --- statements ------------------------------------------------------------------------------

    def run(self, number: int, source: str) -> None:
        """Run a cell, whose lines end as editors have them; ``failed`` is told of what fails."""
        self.number, self.statement = number, None
        self._run_body(re.sub(r"\r\n?", "\n", source), 0)

    def _run_body(self, source: str, before: int) -> None:
        """Run what stands behind so many lines of what runs now."""
        outer, self._shift = self._shift, before + _blank_lines(source)
        statement = self.statement
        try:
            result = self.run_cell(source, store_history=False)
            error = result.error_before_exec or result.error_in_exec
            if error is None:
                return
            self._move(error)
            if statement is not None:
                raise error  # of the statement whose body this is
            self.failed(error, None, self._unrun)
        finally:
            self._shift, self.statement = outer, statement
            self._unrun = []

    _unrun: list[str] = []  # noqa: RUF012
    """Names that were not bound because their cell has ended before."""

    def _move(self, error: BaseException) -> None:
        """Let a syntax error name the line of the cell, not of what was compiled."""
        if isinstance(error, SyntaxError) and error.filename == code_name(self.number):
            error.lineno = (error.lineno or 1) + self._shift

    async def run_ast_nodes(
        self,
        nodelist: list[ast.stmt],
        cell_name: str,
        interactivity: str = "last_expr",
        compiler: Any = compile,
        result: Any = None,
    ) -> bool:
        """Run one statement after the other; a failed one unsets what it would have bound.

        Returns whether the cell came to its end by an error.
        """
        nodes = list(statements.parts(nodelist))
        for place, node in enumerate([*nodes]):
            ast.increment_lineno(node, self._shift)
            if self._absent:
                node = nodes[place] = statements.Without(self._is_absent).visit(node)
            self.statement = node
            shown = interactivity if node is nodes[-1] or interactivity == "all" else "none"
            if not await super().run_ast_nodes([node], cell_name, shown, compiler, result):
                self._import(statements.passed_over(self.user_ns, node), cell_name)
                self.imported |= statements.imported(self.user_ns, node)
                continue
            error = result.error_before_exec or result.error_in_exec
            if result.error_before_exec is not None:  # it cannot be compiled
                self._unrun = self._names(nodes[place:], compiler, cell_name)
                return True
            lost = statements.unset(self.user_ns, self._names([node], compiler, cell_name), node)
            if isinstance(error, ImportError):
                beside = statements.imports_beside(node, _line_in(error, cell_name))
                bound = self._import(beside, cell_name)
                lost = [name for name in lost if name not in bound]
            if isinstance(error, _ENDS):
                self._unrun = [*lost, *self._names(nodes[place + 1 :], compiler, cell_name)]
                return True
            if isinstance(error, ImportError) or self._is_absent(getattr(error, "name", None)):
                star = isinstance(node, ast.ImportFrom) and node.names[0].name == "*"
                self._absent.update(["*"] if star else lost)
            self.failed(error, node.lineno, lost)
            result.error_in_exec = None
        return False

    def _is_absent(self, name: str | None) -> bool:
        """Return whether a name stands for nothing for want of a package."""
        known = name in self._absent or "*" in self._absent
        return (
            known and name is not None and name not in self.user_ns and not hasattr(builtins, name)
        )

    def _import(self, parts: list[ast.stmt], cell_name: str) -> set[str]:
        """Import what stands beside an import that failed; return the names that are bound."""
        names: set[str] = set()
        for part in parts:
            found = self._names([part], self.compile, cell_name)
            try:
                exec(compile(ast.Module([part], []), cell_name, "exec"), self.user_ns)
                names.update(found)
            except Exception:  # it is not here, as the one that failed, or fails itself
                self._absent.update(found)
        return names

    def _names(self, nodes: list[ast.stmt], compiler: Any, cell_name: str) -> list[str]:
        names: set[str] = set()
        for node in nodes:
            try:
                with compiler.extra_flags(ast.PyCF_ALLOW_TOP_LEVEL_AWAIT):
                    names |= statements.bound(compiler(ast.Module([node], []), cell_name, "exec"))
            except (SyntaxError, ValueError, RecursionError):
                continue
        return sorted(names)

    def names_of(self, source: str) -> list[str]:
        """Return the names that a cell would bind; none if it has a syntax error."""
        try:
            nodes = ast.parse(self.transform_cell(source)).body
        except Exception:  # whatever IPython's transformations meet
            return []
        return self._names(nodes, self.compile, "skipped")

    def looks_after_import(self) -> bool:
        """Return whether the statement that runs copes with a module that is not there."""
        frame = sys._getframe()
        while frame and frame.f_code.co_filename != code_name(self.number):
            frame = frame.f_back  # type: ignore[assignment]
        return frame is not None and statements.expects_no_module(self.statement, frame.f_lineno)

    def transform_cell(self, raw_cell: str) -> str:
        """Return plain Python, with an empty line for each by which a command goes on."""
        lines = str(super().transform_cell(raw_cell)).splitlines(keepends=True)
        raw = raw_cell.splitlines()[_blank_lines(raw_cell) :]
        place = 0
        while raw and place < len(lines):
            more = 0
            if "get_ipython()" in lines[place] and raw[0].strip() != lines[place].strip():
                while more < len(raw) - 1 and raw[more].endswith("\\"):
                    more += 1
                lines[place + 1 : place + 1] = ["\n"] * more
            raw = raw[more + 1 :]
            place += more + 1
        return "".join(lines)

    # --- magics ----------------------------------------------------------------------------------

    def run_line_magic(self, magic_name: str, line: str, _stack_depth: int = 1) -> Any:
        """Run a line magic; one that is unknown here, or fails, does nothing."""
        if magic_name in _IDLE or self.find_line_magic(magic_name) is None:
            return None
        if magic_name == "pylab":
            import_pylab(self.user_ns, import_all="--no-import-all" not in line)
            return None
        if magic_name == "time" and self.get_local_scope(_stack_depth) is self.user_ns:
            return self._time(line)
        if magic_name in {"sx", "system"}:
            return SList()
        try:
            return super().run_line_magic(magic_name, line, _stack_depth + 1)
        except Exception:
            if magic_name in _RUNNING:
                raise
            return None

    def _time(self, line: str) -> Any:
        """Run a statement, or return the value of an expression."""
        before = self.statement.lineno - 1 if self.statement else 0
        try:
            tree = ast.parse(line.strip(), mode="eval")
        except SyntaxError:
            self._run_body(line, before)
            return None
        ast.increment_lineno(tree, before)
        return eval(compile(tree, code_name(self.number), "eval"), self.user_ns)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> Any:
        """Run a cell magic; one that is unknown here runs its body if that is Python."""
        if magic_name in _PROGRAMS:
            self._bind_outputs(line)
            return SList()
        if magic_name in {"writefile", "file"}:
            return self._write(line, cell)
        known = self.find_cell_magic(magic_name) is not None
        if magic_name in {"time", "prun"} or (not known and self._is_python(cell)):
            self._run_body(cell, self._shift + 1)
            return None
        if not known:
            return None
        if magic_name == "capture":
            self._capture(line, cell)
            return None
        outer, self._shift = self._shift, self._shift + 1 + _blank_lines(cell)
        statement = self.statement
        try:
            return super().run_cell_magic(magic_name, line, cell)
        except Exception as error:
            if magic_name not in _RUNNING:
                return None
            self._move(error)
            raise
        finally:
            self._shift, self.statement = outer, statement

    def _capture(self, line: str, cell: str) -> None:
        """Run a cell whose output goes to a name, as ``%%capture`` does."""
        names = [word for word in line.split() if not word.startswith("-")]
        with capture_output() as output:
            if names:
                self.user_ns[names[-1]] = output
            self._run_body(cell, self._shift + 1)

    def _is_python(self, source: str) -> bool:
        try:
            ast.parse(self.transform_cell(source))
        except Exception:  # whatever IPython's transformations meet
            return False
        return True

    def _bind_outputs(self, line: str) -> None:
        """Bind the names that a program's output would go to."""
        for option in ("--out", "--err"):
            for name in re.findall(rf"{option}[ =](\w+)", line):
                self.user_ns[name] = ""

    def _write(self, line: str, cell: str) -> None:
        """Write a file as ``%%writefile`` does, with its folder: ``!mkdir`` has not made it."""
        parser = argparse.ArgumentParser(exit_on_error=False, add_help=False)
        parser.add_argument("-a", "--append", action="store_true")
        parser.add_argument("filename")
        given = parser.parse_args(shlex.split(self.var_expand(line, depth=2)))
        path = Path(given.filename).expanduser()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if given.append else "w", encoding="utf-8") as file:
            if not given.append:
                self.written[os.path.abspath(file.name)] = self.number, self._shift + 1  # noqa: PTH100
            file.write(cell)
        importlib.invalidate_caches()  # its folder may have been looked into just before

    # --- what a notebook's shell has besides -----------------------------------------------------

    def system(self, command: str) -> None:
        """Stand in for programs, which there are none of here; but make folders for ``mkdir``."""
        self.user_ns["_exit_code"] = 0
        for folder in _folders(self.var_expand(command, depth=1)):
            with contextlib.suppress(OSError):
                Path(folder).expanduser().mkdir(parents=True, exist_ok=True)

    system_piped = system_raw = system

    def getoutput(self, _command: str, split: bool = True, depth: int = 0) -> Any:  # noqa: ARG002
        """Return what a program that says nothing has said."""
        return SList() if split else LSString()

    def magic(self, line: str) -> Any:
        """Run a line magic, as long ago."""
        name, _, rest = line.strip().lstrip("%").partition(" ")
        return self.run_line_magic(name, rest, _stack_depth=2)

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there is no screen."""

    def ask_exit(self) -> None:
        """Do nothing: what stands behind ``exit()`` still runs."""

    def set_next_input(self, text: str, replace: bool = False) -> None:
        """Do nothing: there is nobody to show it to."""


def _line_in(error: BaseException, file: str) -> int:
    """Return the line of a statement of the cell in which it failed."""
    lines = (n for frame, n in walk_tb(error.__traceback__) if frame.f_code.co_filename == file)
    return next(lines, 0)


def _blank_lines(source: str) -> int:
    """Return how many empty lines IPython leaves out at the beginning."""
    blank = re.match(r"(?:[^\S\n]*\n)*", source)
    return blank[0].count("\n") if blank else 0


def _folders(command: str) -> list[str]:
    """Return the folders that a command makes.

    >>> _folders("mkdir -p a 'b c' && cd a"), _folders("ls a"), _folders("mkdir 'a")
    (['a', 'b c'], [], [])
    """
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    try:
        words = list(itertools.takewhile(lambda word: not {*word} <= {*"();<>|&"}, lexer))
    except ValueError:  # a quotation mark without its partner
        return []
    return (
        [word for word in words[1:] if not word.startswith("-")] if words[:1] == ["mkdir"] else []
    )


def _raise(error: BaseException, _line: int | None, _names: list[str]) -> None:
    raise error


def start() -> ZMQInteractiveShell:
    """Return the shell of this process, with all stand-ins in their places."""

    class Compiler(CachingCompiler):
        """Names the code of a cell by the cell's number, for messages."""

        def get_code_name(self, *_args: Any) -> str:
            return code_name(shell.number)

    config = Config()
    config.HistoryManager.enabled = False  # it would start a thread and a database
    config.IPKernelApp = Config()  # code asks for it to know whether it is in a notebook
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Minimal"  # drawing a deep recursion would take seconds
    shell = ZMQInteractiveShell.instance(config=config, compiler_class=Compiler)
    stand_ins.put_up(shell.looks_after_import)
    return shell
