"""What ran in a notebook since its kernel started: what was stopped, and what the file lacks."""

from __future__ import annotations

import ast
import functools
import linecache
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any


@dataclass
class Session:
    """Keeps the code of the cells that ran, and which of them were stopped."""

    shell: Any
    """IPython's, of a notebook's kernel."""
    ran: list[tuple[str | None, str]] = field(default_factory=list)
    """The cells in the order in which they ran: id, where the editor gives one, and code."""
    unfinished: dict[str, int] = field(default_factory=dict)
    """Names that a cell binds which was stopped, and the number of that cell's run."""

    def start(self) -> None:
        """Watch the cells from now on."""
        self.shell.events.register("pre_run_cell", self.before)
        self.shell.events.register("post_run_cell", self.after)
        self.shell.set_custom_exc((KeyboardInterrupt,), self.stopped)

    def before(self, info: Any) -> None:
        """Note which cell runs."""
        self.ran.append((getattr(info, "cell_id", None), info.raw_cell))

    def stopped(
        self,
        _shell: Any,
        _kind: type[BaseException],
        _error: BaseException,
        trace: TracebackType,
        **_options: Any,
    ) -> None:
        """Say in one line that a cell was stopped, in place of hundreds."""
        frame = own_frame(trace, self.shell.user_ns)
        where = f" in line {frame.line}, `{frame.text}`" if frame and frame.text else ""
        print(f"\nStopped{where}. Run the cell again for what it has not done.", flush=True)

    def after(self, result: Any) -> None:
        """Note what a cell that was stopped leaves unfinished; tell a cell that uses it."""
        tree = self._tree(result.info.raw_cell)
        error, bound = result.error_in_exec, set(_bound(tree))
        if isinstance(error, KeyboardInterrupt):
            self.unfinished |= dict.fromkeys(bound, result.execution_count)
            return
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        affected = used & self.unfinished.keys() - (set() if error else bound)
        for number in sorted({self.unfinished[name] for name in affected}):
            names = sorted(name for name in affected if self.unfinished[name] == number)
            print(
                f"Note: {_listed(names)} should come from cell [{number}], which was stopped "
                "before it was done. Run that cell again, then this one."
            )
        if error is None and result.error_before_exec is None:
            for name in bound:
                self.unfinished.pop(name, None)

    def _tree(self, source: str) -> ast.Module:
        try:
            tree: ast.Module = ast.parse(self.shell.transform_cell(source))
            return tree
        except (SyntaxError, ValueError):
            return ast.Module([], [])

    def missing_in(self, notebook: Any) -> list[str]:
        """Return what ran, but stands in none of the notebook's cells: functions, or first lines.

        Cells that define nothing and are no longer there were tried and deleted: they do not count.
        """
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        texts = {cell.source.strip() for cell in code}
        ids = {cell.get("id"): cell.source.strip() for cell in code}
        latest: dict[str, str] = {}
        for cell, source in self.ran:
            tree = self._tree(source)
            names = [f"`{name}`" for name in _defined(tree)]
            if cell is not None and cell in ids:
                names = names or [f"the cell that begins with `{_first_line(source)}`"]
            latest.update(dict.fromkeys(names, source.strip()))
        return sorted(name for name, source in latest.items() if source not in texts)


@functools.cache
def session_of(shell: Any) -> Session:
    """Return the session of a kernel; it begins with the first call."""
    session = Session(shell)
    session.start()
    return session


@dataclass(frozen=True)
class Frame:
    """A place in the notebook's code."""

    function: str
    line: int
    """Counted from 1, in its cell."""
    text: str
    uses: tuple[str, ...]
    """Names that the function uses."""


def own_frame(trace: TracebackType | None, names: dict[str, Any]) -> Frame | None:
    """Return the innermost place in a traceback whose code is the notebook's own.

    ``names`` is the notebook's namespace.
    """
    found = None
    for frame, line in traceback.walk_tb(trace):
        if frame.f_globals is names:
            found = (frame.f_code, line)
    if found is None:
        return None
    code, line = found
    text = linecache.getline(code.co_filename, line).strip()
    function = "" if code.co_name.startswith("<") else code.co_name
    return Frame(function, line, text, uses=code.co_names)


def _defined(tree: ast.Module) -> list[str]:
    """Return the functions and classes that a cell defines."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [node.name for node in tree.body if isinstance(node, kinds)]


def _bound(tree: ast.AST) -> Iterator[str]:
    """Give the names that code binds outside of functions and classes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif not isinstance(node, (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp)):
            yield from _bound(node)


def _first_line(source: str) -> str:
    return next((line.strip() for line in source.splitlines() if line.strip()), "")


def _listed(names: list[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))
