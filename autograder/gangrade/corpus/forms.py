"""The forms that a function may have in a notebook: all are called in the same way."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterable

from gangrade.syntax import parse

PLAIN = "function"
Form = Callable[[ast.FunctionDef], list[ast.stmt]]


def rewritten(source: str, names: Iterable[str], form: str) -> str:
    """Return the code with the functions ``names`` in another form."""
    tree = parse(source)
    body: list[ast.stmt] = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name in names:
            body += FORMS[form](node)
        else:
            body.append(node)
    return ast.unparse(ast.fix_missing_locations(ast.Module(body, [])))


def _plain(function: ast.FunctionDef) -> list[ast.stmt]:
    return [function]


def _hinted(function: ast.FunctionDef) -> list[ast.stmt]:
    """With type hints, also of a variable."""
    inner, call = _inner(function)
    outer = _def(function, f"result: object = {call}\nreturn result")
    for argument in outer.args.args:
        argument.annotation = ast.Constant("object")
    outer.returns = ast.Constant("object")
    return [inner, outer]


def _helper(function: ast.FunctionDef) -> list[ast.stmt]:
    """It calls another function, by keyword."""
    inner, call = _inner(function)
    return [inner, _def(function, f"return {call}")]


def _early(function: ast.FunctionDef) -> list[ast.stmt]:
    """It returns from within a block."""
    inner, call = _inner(function)
    return [
        inner,
        _def(function, f"if {_names(function)[0]} is not None:\n return {call}\nreturn None"),
    ]


def _wrapped(function: ast.FunctionDef) -> list[ast.stmt]:
    """Behind a decorator of its own."""
    code = (
        "import functools\n"
        "def decorated(function):\n"
        "  @functools.wraps(function)\n"
        "  def run(*args, **kwargs):\n"
        "    return function(*args, **kwargs)\n"
        "  return run"
    )
    other = copy.deepcopy(function)
    other.decorator_list = [ast.Name("decorated", ast.Load())]
    return [*parse(code).body, other]


def _lambda(function: ast.FunctionDef) -> list[ast.stmt]:
    inner, call = _inner(function)
    return [inner, *_set(function, f"lambda {ast.unparse(function.args)}: {call}")]


def _partial(function: ast.FunctionDef) -> list[ast.stmt]:
    """A ``functools.partial`` of a function with one more argument."""
    inner, _ = _inner(function)
    inner.args.args.insert(0, ast.arg("context"))
    return [
        *parse("import functools").body,
        inner,
        *_set(function, f"functools.partial({inner.name}, None)"),
    ]


def _callable(function: ast.FunctionDef) -> list[ast.stmt]:
    """An object with ``__call__``."""
    return [_class(function, "__call__"), *_set(function, f"{_class_name(function)}()")]


def _method(function: ast.FunctionDef) -> list[ast.stmt]:
    """A bound method."""
    return [_class(function, "run"), *_set(function, f"{_class_name(function)}().run")]


def _static(function: ast.FunctionDef) -> list[ast.stmt]:
    """A static method."""
    made = _class(function, "run")
    [method] = made.body
    assert isinstance(method, ast.FunctionDef)
    method.args.args.pop(0)
    method.decorator_list = [ast.Name("staticmethod", ast.Load())]
    return [made, *_set(function, f"{_class_name(function)}.run")]


def _closure(function: ast.FunctionDef) -> list[ast.stmt]:
    """What another function returns."""
    code = f"def make_{function.name}():\n  return {function.name}"
    [maker] = parse(code).body
    assert isinstance(maker, ast.FunctionDef)
    maker.body.insert(0, function)
    return [maker, *_set(function, f"make_{function.name}()")]


FORMS: dict[str, Form] = {
    PLAIN: _plain,
    "type hints": _hinted,
    "helper function": _helper,
    "early return": _early,
    "decorator": _wrapped,
    "lambda": _lambda,
    "functools.partial": _partial,
    "callable object": _callable,
    "bound method": _method,
    "static method": _static,
    "closure": _closure,
}


def _names(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args]


def _inner(function: ast.FunctionDef) -> tuple[ast.FunctionDef, str]:
    """Return the function under another name, and a call of it with the arguments by keyword."""
    inner = copy.deepcopy(function)
    inner.name = f"inner_{function.name}"
    words = ", ".join(f"{name}={name}" for name in _names(function))
    return inner, f"{inner.name}({words})"


def _def(function: ast.FunctionDef, body: str) -> ast.FunctionDef:
    outer = copy.deepcopy(function)
    outer.body = parse(body).body
    return outer


def _set(function: ast.FunctionDef, value: str) -> list[ast.stmt]:
    return parse(f"{function.name} = {value}").body


def _class_name(function: ast.FunctionDef) -> str:
    return function.name.title().replace("_", "")


def _class(function: ast.FunctionDef, method: str) -> ast.ClassDef:
    inner = copy.deepcopy(function)
    inner.name = method
    inner.args.args.insert(0, ast.arg("self"))
    [made] = parse(f"class {_class_name(function)}:\n  pass").body
    assert isinstance(made, ast.ClassDef)
    made.body = [inner]
    return made
