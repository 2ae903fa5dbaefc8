"""Mutants by operators: small mechanical changes of a definition's syntax tree.

An operator takes a node and gives what may stand in its place. Each of the trees that come of it is
one mutant; trees that are equal, and those that change nothing, are left out.
"""

from __future__ import annotations

import ast
import copy
import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from gangrade.syntax import parse

T = TypeVar("T")


@dataclass(frozen=True)
class Mutation:
    """One change of a definition."""

    operator: str
    change: str
    """The lines that differ, as ``before → after``."""
    source: str
    """The whole definition with the change."""


@dataclass(frozen=True)
class Scope:
    """What the operators know of the function around a node."""

    names: tuple[str, ...]
    """Its arguments, then the variables that it sets, in their order."""


Operator = Callable[[ast.AST, Scope], Iterator[ast.AST]]
OPERATORS: dict[str, Operator] = {}
"""By name."""


def mutations(source: str) -> list[Mutation]:
    """Return all mutations of the definition in ``source``, each tree once."""
    tree = parse(source)
    before = ast.unparse(tree)
    seen = {before}
    found: list[Mutation] = []
    changes: dict[str, int] = {}
    for path, node, scope in _places(tree, (), Scope(())):
        for name, operator in OPERATORS.items():
            for new in operator(node, scope):
                after = _replaced(tree, path, new)
                if after is None or after in seen:
                    continue
                seen.add(after)
                change = _difference(before, after)
                changes[change] = changes.get(change, 0) + 1
                if changes[change] > 1:
                    change += f" (place {changes[change]})"
                found.append(Mutation(name, change, after))
    return found


Path = tuple[tuple[str, int | None], ...]


def _places(node: ast.AST, path: Path, scope: Scope) -> Iterator[tuple[Path, ast.AST, Scope]]:
    """Give each node with the way to it. Docstrings, annotations and names of arguments stay."""
    if isinstance(node, ast.FunctionDef):
        own = Scope(_variables(node))
        scope = Scope(tuple(dict.fromkeys((*own.names, *scope.names))))
    yield path, node, scope
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "type_params", "decorator_list", "ctx"}:
            continue
        if isinstance(value, ast.AST):
            yield from _places(value, (*path, (field, None)), scope)
        elif isinstance(value, list):
            for number, item in enumerate(value):
                if isinstance(item, ast.AST) and not _is_docstring(item):
                    yield from _places(item, (*path, (field, number)), scope)


def _variables(function: ast.FunctionDef) -> tuple[str, ...]:
    arguments = function.args
    names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    names += [
        inner.id
        for inner in ast.walk(function)
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
    ]
    return tuple(dict.fromkeys(name for name in names if name != "self"))


def _is_docstring(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _replaced(tree: ast.Module, path: Path, new: ast.AST) -> str | None:
    """Return the code with ``new`` at a place; None if that is no code."""
    if not path:
        return None
    top = node = copy.copy(tree)  # along the way only: all else is shared
    for field, number in path[:-1]:
        inner = getattr(node, field)
        if number is None:
            setattr(node, field, below := copy.copy(inner))
        else:
            below = copy.copy(inner[number])
            setattr(node, field, [*inner[:number], below, *inner[number + 1 :]])
        node = below
    field, number = path[-1]
    if number is None:
        setattr(node, field, new)
    else:
        items = getattr(node, field)
        setattr(node, field, [*items[:number], new, *items[number + 1 :]])
    try:
        code = ast.unparse(top)
        compile(code, "mutant", "exec")
    except (AttributeError, SyntaxError, ValueError):
        return None
    return code


def _difference(before: str, after: str) -> str:
    old, new = before.splitlines(), after.splitlines()
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    parts = [(i, j, k, m) for kind, i, j, k, m in blocks if kind != "equal"]
    first, last = parts[0], parts[-1]
    gone = [line.strip() for line in old[first[0] : last[1]]]
    here = [line.strip() for line in new[first[2] : last[3]]]
    return f"{'; '.join(gone) or 'nothing'} → {'; '.join(here) or 'nothing'}"


def _operator(function: Operator) -> Operator:
    OPERATORS[function.__name__.strip("_").replace("_", " ")] = function
    return function


# --- numbers, texts, names -----------------------------------------------------------------------


@_operator
def _constant_changed(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    match node:
        case ast.Constant(value=bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(value=int(value)):
            yield from (ast.Constant(other) for other in (value + 1, value - 1, 2 * value))
        case ast.Constant(value=float(value)):
            yield from (ast.Constant(other) for other in (1.01 * value, value / 2, 0.0))
        case ast.Constant(value=str(value)):
            yield ast.Constant(_TEXTS.get(value, f"other {value}"))


_TEXTS = {
    "float32": "float64",
    "uint8": "uint16",
    "relu": "tanh",
    "tanh": "sigmoid",
    "he_uniform": "glorot_uniform",
}
"""Of some texts, those that still mean something."""


@_operator
def _another_variable(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in scope.names:
        yield from (ast.Name(name, ast.Load()) for name in scope.names if name != node.id)


@_operator
def _argument_ignored(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    """An argument always has its default, or 2 where there is none, whatever was given."""
    if not isinstance(node, ast.FunctionDef):
        return
    arguments = node.args.args
    defaults: list[ast.expr] = [ast.Constant(2)] * (len(arguments) - len(node.args.defaults))
    for argument, default in zip(arguments, [*defaults, *node.args.defaults], strict=True):
        if argument.arg != "self":
            text = f"{argument.arg} = {ast.unparse(default)}"
            yield _with_body(node, [*_docstring(node), *parse(text).body, *_code(node)])


# --- arithmetic ----------------------------------------------------------------------------------

_ARITHMETIC: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub, ast.Mult),
    ast.Sub: (ast.Add, ast.Mult),
    ast.Mult: (ast.Div, ast.Add, ast.Pow),
    ast.Div: (ast.Mult, ast.Sub, ast.FloorDiv),
    ast.FloorDiv: (ast.Mult, ast.Div),
    ast.Mod: (ast.Mult,),
    ast.Pow: (ast.Mult,),
    ast.MatMult: (ast.Mult,),
    ast.BitAnd: (ast.BitOr,),
    ast.BitOr: (ast.BitAnd,),
}


@_operator
def _arithmetic_swapped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)):
        for other in _ARITHMETIC.get(type(node.op), ()):
            changed = copy.deepcopy(node)
            changed.op = other()
            yield changed


@_operator
def _factor_or_term_missing(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp):
        yield node.left
        yield node.right


@_operator
def _operands_swapped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(
        node.op, (ast.Sub, ast.Div, ast.Pow, ast.FloorDiv, ast.MatMult)
    ):
        yield ast.BinOp(node.right, node.op, node.left)


@_operator
def _sign_changed(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.Not, ast.Invert)):
        yield node.operand
    elif isinstance(node, (ast.BinOp, ast.Call)):
        yield ast.UnaryOp(ast.USub(), node)


# --- conditions ----------------------------------------------------------------------------------

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}


@_operator
def _comparison_swapped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for number, op in enumerate(node.ops):
            for other in _COMPARISONS[type(op)]:
                ops = [*node.ops[:number], other(), *node.ops[number + 1 :]]
                yield ast.Compare(node.left, ops, node.comparators)


@_operator
def _condition_changed(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.And() if isinstance(node.op, ast.Or) else ast.Or(), node.values)
        yield from node.values
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)):
        for value in (True, False):
            changed = copy.deepcopy(node)
            changed.test = ast.Constant(value)
            yield changed


# --- calls ---------------------------------------------------------------------------------------


@_operator
def _call_left_out(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    """``f(x)`` becomes x, and ``x.f(…)`` too."""
    if isinstance(node, ast.Call):
        yield from node.args[:1]
        if isinstance(node.func, ast.Attribute):
            yield node.func.value


@_operator
def _call_argument_dropped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Call):
        return
    for number in range(len(node.args)):
        yield ast.Call(node.func, _without(node.args, number), node.keywords)
    for number in range(len(node.keywords)):
        yield ast.Call(node.func, node.args, _without(node.keywords, number))


@_operator
def _call_arguments_swapped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call):
        for args in _neighbours_swapped(node.args):
            yield ast.Call(node.func, args, node.keywords)


@_operator
def _another_function(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    match node:
        case ast.Call(func=ast.Attribute(attr=name) as function):
            for other in _FUNCTIONS.get(name, ()):
                changed = copy.deepcopy(node)
                changed.func = ast.Attribute(function.value, other, ast.Load())
                yield changed


_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "mean": ("sum", "max", "std"),
    "sum": ("mean", "max"),
    "std": ("var", "mean"),
    "max": ("min", "mean"),
    "min": ("max", "mean"),
    "argmin": ("argmax",),
    "argmax": ("argmin",),
    "all": ("any",),
    "any": ("all",),
    "exp": ("expm1", "log"),
    "log": ("log1p", "exp"),
    "sqrt": ("square", "abs"),
    "square": ("abs", "sqrt"),
    "round": ("floor", "ceil", "trunc"),
    "softplus": ("relu", "sigmoid", "elu"),
    "uniform": ("normal",),
    "normal": ("uniform", "truncated_normal"),
    "standard_normal": ("random", "standard_exponential"),
    "zeros_like": ("ones_like",),
    "ones_like": ("zeros_like",),
    "column_stack": ("vstack", "hstack"),
    "isfinite": ("isnan", "isinf"),
    "LeakyReLU": ("ReLU", "ELU"),
    "Adam": ("SGD", "RMSprop"),
    "perf_counter": ("process_time",),
}
"""Functions and methods that are taken for one another."""


# --- parts of sequences --------------------------------------------------------------------------


@_operator
def _bound_or_mask_dropped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    match node:
        case ast.Subscript(value=value):
            yield value
        case ast.Slice(lower=lower, upper=upper, step=step):
            if lower is not None:
                yield ast.Slice(None, upper, step)
            if upper is not None:
                yield ast.Slice(lower, None, step)
        case ast.comprehension(ifs=[_, *_]):
            yield ast.comprehension(node.target, node.iter, [], node.is_async)


@_operator
def _element_dropped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements, ctx=ast.Load()):
            for number in range(len(elements)):
                yield type(node)(_without(elements, number), ast.Load())
        case ast.Dict(keys=keys, values=values):
            for number in range(len(keys)):
                yield ast.Dict(_without(keys, number), _without(values, number))


@_operator
def _elements_swapped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    match node:
        case ast.List(elts=elements) | ast.Tuple(elts=elements, ctx=ast.Load()):
            for swapped in _neighbours_swapped(elements):
                yield type(node)(swapped, ast.Load())
        case ast.Dict(keys=keys, values=values):
            for swapped in _neighbours_swapped(values):
                yield ast.Dict(keys, swapped)


# --- statements ----------------------------------------------------------------------------------


@_operator
def _statement_deleted(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.For, ast.Return)):
        yield ast.Pass()


@_operator
def _statements_swapped(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    """Neighbours change places: something is used before it is renewed."""
    if isinstance(node, (ast.FunctionDef, ast.For, ast.If, ast.With)):
        start = _docstring(node)
        for body in _neighbours_swapped(_code(node)):
            yield _with_body(node, [*start, *body])


@_operator
def _statement_moved_into_or_out(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    """The last statement of a block comes behind it, or the one behind becomes its last."""
    if not isinstance(node, (ast.FunctionDef, ast.For)):
        return
    body = _code(node)
    for number, inner in enumerate(body):
        if not isinstance(inner, (ast.For, ast.With, ast.If)) or getattr(inner, "orelse", None):
            continue
        before, after = body[:number], body[number + 1 :]
        if len(inner.body) > 1:
            shorter = _with_body(inner, inner.body[:-1])
            rest = [*before, shorter, inner.body[-1], *after]
            yield _with_body(node, [*_docstring(node), *rest])
        if after:
            longer = _with_body(inner, [*inner.body, after[0]])
            yield _with_body(node, [*_docstring(node), *before, longer, *after[1:]])


@_operator
def _assignment_changed(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([copy.deepcopy(node.target)], node.value, lineno=node.lineno)


@_operator
def _returned_intermediate(node: ast.AST, scope: Scope) -> Iterator[ast.AST]:
    if isinstance(node, ast.Return) and node.value is not None:
        yield from (ast.Return(ast.Name(name, ast.Load())) for name in scope.names)
        parts = [n for n in ast.walk(node.value) if isinstance(n, (ast.Call, ast.BinOp))]
        yield from (ast.Return(part) for part in parts)


@_operator
def _loop_changed(node: ast.AST, _scope: Scope) -> Iterator[ast.AST]:
    """Once only, never, or all but the last time."""
    if isinstance(node, (ast.For, ast.comprehension)):
        for part in ("[:1]", "[:0]", "[:-1]", "[::-1]"):
            text = f"list({ast.unparse(node.iter)}){part}"
            changed = copy.deepcopy(node)
            [statement] = parse(text).body
            assert isinstance(statement, ast.Expr)
            changed.iter = statement.value
            yield changed


Block = TypeVar("Block", bound=ast.FunctionDef | ast.For | ast.If | ast.With)


def _with_body(node: Block, body: list[ast.stmt]) -> Block:
    changed = copy.copy(node)
    changed.body = body
    return changed


def _docstring(node: ast.AST) -> list[ast.stmt]:
    return [s for s in getattr(node, "body", [])[:1] if _is_docstring(s)]


def _code(node: ast.AST) -> list[ast.stmt]:
    return list(getattr(node, "body", [])[len(_docstring(node)) :])


def _without(items: list[T], number: int) -> list[T]:
    return [*items[:number], *items[number + 1 :]]


def _neighbours_swapped(items: list[T]) -> Iterator[list[T]]:
    for number, (one, other) in enumerate(pairwise(items)):
        yield [*items[:number], other, one, *items[number + 2 :]]
