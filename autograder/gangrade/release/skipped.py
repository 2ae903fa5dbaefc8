"""What an answer may need, and what lies in a cell that the grader skips: found before students do.

Who uses such a name sees it work at home, and gets no points.
"""

from __future__ import annotations

import re
import symtable
from collections.abc import Iterable, Iterator, Mapping

from gankit.cells import why_skipped
from IPython.core.inputtransformer2 import TransformerManager

from gangrade.release.master import Master

_SPANS = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)


def find_needed(master: Master, variants: Mapping[str, str]) -> list[str]:
    """Return a problem for each name of a skipped cell that something else may need.

    Functions, classes and modules are needed where another cell, a text or one of the ``variants``
    (code by the name of its file) mentions them. Variables are needed where code that is graded
    reads them, and where a text means them, since no graded code has one of that name.
    """
    code = [cell for cell in master.open_cells if cell.node.cell_type == "code"]
    skipped = [cell for cell in code if why_skipped(cell.node)]
    graded = [cell for cell in code if not why_skipped(cell.node)]
    graded += [
        cell
        for question in master.questions
        for cell in question.solutions
        if cell.node.cell_type == "code"
    ]
    texts = [cell for cell in master.open_cells if cell.node.cell_type == "markdown"]
    names = {str(cell): _Names(cell.source) for cell in (*skipped, *graded)}
    known = {name for cell in graded for name in names[str(cell)].all_bound}
    problems = []
    for cell in skipped:
        own = names[str(cell)]
        users: dict[str, str] = {}
        for other in (*skipped, *graded):
            if other is not cell:
                users |= dict.fromkeys(own.defined & names[str(other)].read, str(other))
        for other in graded:
            users |= dict.fromkeys(own.variables & names[str(other)].read, str(other))
        for text in texts:
            users |= dict.fromkeys(_meant(own, text.source, known), str(text))
        for file, source in variants.items():
            users |= dict.fromkeys(own.bound & _Names(source).read, file)
        problems += [
            f"{cell}: the grader skips it, and {user} needs its {name}, which works at home only. "
            f"Define {name} in a cell without the tag otter_ignore, or reword what needs it"
            for name, user in sorted(users.items())
        ]
    return problems


class _Names:
    """The names in a piece of code, by what becomes of them."""

    def __init__(self, source: str) -> None:
        code = TransformerManager().transform_cell(source)  # type: ignore[no-untyped-call]
        try:
            table = symtable.symtable(code, "cell", "exec")
        except SyntaxError:  # a master's is told elsewhere; a file of the corpus may be a change
            self.bound = self.defined = self.read = self.all_bound = set[str]()
            return
        own = [symbol for symbol in table.get_symbols() if _binds(symbol)]
        self.bound = {symbol.get_name() for symbol in own}
        self.defined = {s.get_name() for s in own if s.is_namespace() or s.is_imported()}
        """Functions, classes and modules at the top level."""
        tables = [*_all_tables(table)]
        self.all_bound = {s.get_name() for t in tables for s in t.get_symbols() if _binds(s)}
        """Anywhere: arguments and variables of functions too."""
        self.read = {
            symbol.get_name()
            for t in tables
            for symbol in t.get_symbols()
            if symbol.is_referenced() and (t is table or symbol.is_global())
        } - self.bound
        """Taken from other cells."""

    @property
    def variables(self) -> set[str]:
        return self.bound - self.defined


def _binds(symbol: symtable.Symbol) -> bool:
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_parameter()


def _all_tables(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    yield table
    for child in table.get_children():
        yield from _all_tables(child)


def _meant(own: _Names, text: str, known: Iterable[str]) -> set[str]:
    """Return the names of a cell that a text means: in code spans, or unlike a word of English."""
    spans = set(re.findall(r"(?<![.\w])\w+", " ".join(_SPANS.findall(text))))
    words = set(re.findall(r"\w+", text))
    special = {name for name in own.defined if "_" in name or name != name.lower()}
    return (own.defined & spans) | (special & words) | ((own.variables - {*known}) & spans)
