"""What in the code of a training a person should read: never a reason for or against marks."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator

from IPython.core.inputtransformer2 import TransformerManager

from gangrade.intake.submission import Cell
from gangrade.syntax import parse

MOST_CODE = 20_000
"""Characters of a training and all that it calls that are kept."""
NAMES = (
    *("__qualname__", "__code__", "__wrapped__", "__globals__", "__closure__", "_getframe"),
    *("gc", "inspect", "ctypes", "polyfit", "svd", "eigh", "lstsq", "ppf", "f_back", "f_locals"),
)
"""What a training has no use for."""
GRADIENTS = {
    *("fit", "fit_gan", "minimize", "train_on_batch", "train_step"),
    *("gradient", "gradients", "jacobian", "stateless_apply", "value_and_grad"),
}
"""One of these stands in each training."""
OF_WEIGHTS = {
    *("get_weights", "weights", "variables", "trainable_weights", "trainable_variables"),
    *("kernel", "bias", "numpy", "load_weights"),
}
"""What weights are taken from that are set again."""
FITS = {"mse", "mae", "mean_squared_error", "mean_absolute_error", "MeanSquaredError"}
"""Losses of a regression."""
LIBRARIES = ("keras", "np", "numpy", "tf", "tensorflow", "gankit", "builtins", "layers", "ops")


def code_of(cells: Iterable[Cell], functions: Iterable[str]) -> list[str]:
    """Return the definitions of functions, and of all of the notebook's that these use.

    The last definition of a name counts. Code that cannot be parsed is left out, and functions
    without content, as in the notebook that was given out.
    """
    homes: dict[str, str] = {}
    for cell in cells:
        source = _python(cell.source)
        for node in _body(source):
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not _is_unsolved(node):
                homes[node.name] = ast.get_source_segment(source, node) or ""
    found: dict[str, str] = {}
    names = [*functions]
    while names and sum(map(len, found.values())) < MOST_CODE:
        name = names.pop(0)
        if name in homes and name not in found:
            found[name] = homes[name]
            nodes = ast.walk(parse(homes[name]))
            names += [node.id for node in nodes if isinstance(node, ast.Name)]
    return list(found.values())


def worth_reading(
    cells: Iterable[Cell], functions: Collection[str], *, fitted: bool = False
) -> list[str]:
    """Return why a person should read these trainings, each reason in a few words.

    Where networks are to be ``fitted`` to data, a regression is what was asked for.
    """
    cells = list(cells)
    if not functions:
        return []
    code = code_of(cells, functions)
    nodes = [node for text in code for node in ast.walk(parse(text))]
    reasons = [f"uses {name}" for name in NAMES if name in set(_words(nodes))]
    if any(map(_compares_steps, nodes)):
        reasons.append("compares steps with a number")
    if code and not GRADIENTS & set(_words(nodes)):
        reasons.append("takes no gradient")
    if any(map(_sets_others, map(parse, code))):
        reasons.append("sets weights that it has computed")
    everywhere = [node for cell in cells for node in ast.walk(_tree(cell))]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    if not fitted and FITS & ({str(text).lower() for text in texts} | set(_words(nodes))):
        reasons.append("fits by regression")
    replaced = sorted({name for node in everywhere for name in _replaced(node)})
    return reasons + [f"replaces {name}" for name in replaced[:10]]


def _is_unsolved(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return isinstance(node, ast.FunctionDef) and all(
        isinstance(line, ast.Pass | ast.Raise)
        or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        for line in node.body
    )


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


def _sets_others(tree: ast.AST) -> bool:
    """Return whether weights are set that come from no weights of a network."""
    nodes = list(ast.walk(tree))
    known: set[str] = set(OF_WEIGHTS)
    for _ in range(3):  # names of names of names
        for node in nodes:
            source = _source(node)
            if source is not None and known & set(_words(ast.walk(source[0]))):
                known |= {n.id for n in ast.walk(source[1]) if isinstance(n, ast.Name)}
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "set_weights"
        and not known & set(_words(part for value in node.args for part in ast.walk(value)))
        for node in nodes
    )


def _source(node: ast.AST) -> tuple[ast.AST, ast.AST] | None:
    """Return the expression that names get their values from, and these names, if any do here."""
    if isinstance(node, ast.Assign):
        return node.value, ast.Tuple(node.targets)
    if isinstance(node, ast.AugAssign | ast.AnnAssign | ast.NamedExpr) and node.value is not None:
        return node.value, node.target
    if isinstance(node, ast.For | ast.comprehension):
        return node.iter, node.target
    return None


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
