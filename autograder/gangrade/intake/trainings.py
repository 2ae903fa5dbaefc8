"""What in the code of a training a person should read: never a reason for or against marks."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from IPython.core.inputtransformer2 import TransformerManager

from gangrade.intake.submission import Cell
from gangrade.syntax import parse

MOST_CODE = 20_000
"""Characters of a training and all that it calls that are kept."""
NAMES = (
    *("__qualname__", "__code__", "__wrapped__", "__globals__", "__closure__", "_getframe"),
    *("gc", "inspect", "ctypes", "polyfit", "svd", "eigh", "lstsq", "ppf", "f_back", "f_locals"),
)
"""What a training of a GAN has no use for."""
UPDATES = (
    *("fit", "fit_gan", "apply", "apply_gradients", "minimize", "train_on_batch", "train_step"),
    *("assign", "assign_sub", "assign_add", "update", "update_step"),
)
"""One of these stands in each training."""
FITS = {"mse", "mae", "mean_squared_error", "mean_absolute_error", "MeanSquaredError"}
"""Losses of a regression."""
LIBRARIES = ("keras", "np", "numpy", "tf", "tensorflow", "gankit", "builtins", "layers", "ops")


def code_of(cells: Iterable[Cell], function: str) -> list[str]:
    """Return the definitions of a function, and of all of the notebook's that it uses.

    The last definition of a name counts. Code that cannot be parsed is left out.
    """
    homes: dict[str, str] = {}
    for cell in cells:
        source = _python(cell.source)
        for node in _body(source):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                homes[node.name] = ast.get_source_segment(source, node) or ""
    found: dict[str, str] = {}
    names = [function]
    while names and sum(map(len, found.values())) < MOST_CODE:
        name = names.pop(0)
        if name in homes and name not in found:
            found[name] = homes[name]
            nodes = ast.walk(parse(homes[name]))
            names += [node.id for node in nodes if isinstance(node, ast.Name)]
    return list(found.values())


def worth_reading(cells: Iterable[Cell], function: str) -> list[str]:
    """Return why a person should read this training, each reason in a few words."""
    cells = list(cells)
    code = code_of(cells, function)
    nodes = [node for text in code for node in ast.walk(parse(text))]
    reasons = [f"uses {name}" for name in NAMES if name in set(_words(nodes))]
    if any(map(_compares_steps, nodes)):
        reasons.append("compares steps with a number")
    if code and not set(UPDATES) & set(_words(nodes)):
        reasons.append("updates no network")
    everywhere = [node for cell in cells for node in ast.walk(_tree(cell))]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    if FITS & ({str(text).lower() for text in texts} | set(_words(nodes))):
        reasons.append("fits by regression")
    replaced = sorted({name for node in everywhere for name in _replaced(node)})
    return reasons + [f"replaces {name}" for name in replaced[:10]]


def _words(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Give the names that code uses, and those of attributes."""
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _compares_steps(node: ast.AST) -> bool:
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    return any(isinstance(s, ast.Name) and s.id == "steps" for s in sides) and any(
        isinstance(s, ast.Constant) and isinstance(s.value, int | float) and s.value > 1
        for s in sides
    )


def _replaced(node: ast.AST) -> Iterator[str]:
    """Give what of a library is assigned to, by its name with dots."""
    targets: list[ast.expr] = []
    if isinstance(node, ast.Assign):
        targets = node.targets
    for target in targets:
        name = ast.unparse(target) if isinstance(target, ast.Attribute) else ""
        if name.split(".")[0] in LIBRARIES:
            yield name[:80]


def _python(source: str) -> str:
    try:
        return str(TransformerManager().transform_cell(source))  # type: ignore[no-untyped-call]
    except SyntaxError:
        return ""


def _body(source: str) -> list[ast.stmt]:
    try:
        return parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def _tree(cell: Cell) -> ast.Module:
    return ast.Module(body=_body(_python(cell.source)), type_ignores=[])
