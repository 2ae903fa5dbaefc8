"""What of the student library a part uses: modules by their imports, data by who opens them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping

from IPython.core.inputtransformer2 import TransformerManager

LIBRARY = "gankit"


def used(
    files: Mapping[str, bytes], code: Iterable[str], text: Iterable[str] = ()
) -> dict[str, bytes]:
    """Return those of the library's files, by path, that cells and tests need.

    Args:
        files: all of the library; ``gankit/curves.py`` is the path of a module.
        code: the cells and the public tests.
        text: what students read: they may use what it names.
    """
    modules = {_module(path): path for path in files if path.endswith(".py")}
    sources = {module: files[path].decode() for module, path in modules.items()}
    homes = _homes(sources)
    cells = [TransformerManager().transform_cell(cell) for cell in code]  # type: ignore[no-untyped-call]
    names = _names("\n".join(cells))
    names.update(re.findall(rf"\b{LIBRARY}(?:\.\w+)+", "\n".join(text)))
    found: set[str] = set()
    while names:
        new = {module for name in names for module in _reached(name, sources, homes)} - found
        found |= new
        names = {name for module in new for name in _names(sources[module])}
    opened = "\n".join(sources[module] for module in found)
    kept = {modules[module] for module in found}
    data = files.keys() - modules.values()
    kept |= {path for path in data if path.rpartition("/")[2] in opened}
    return {path: content for path, content in files.items() if path in kept}


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _homes(sources: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the modules that define a name, by the name as their package hands it on."""
    homes: dict[str, set[str]] = {}
    for module, source in sources.items():
        for node in ast.parse(source).body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", 0)]
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            for name in [*names, getattr(node, "name", "")]:
                homes.setdefault(f"{module.rpartition('.')[0]}.{name}", set()).add(module)
    return homes


def _names(source: str) -> set[str]:
    """Return what code uses of the library: names with dots, such as ``gankit.probes.call``."""
    tree = ast.parse(source)
    known, names = {LIBRARY: LIBRARY}, set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
            known.update({alias.asname: alias.name for alias in node.names if alias.asname})
        elif isinstance(node, ast.ImportFrom):
            imported = {alias.asname or alias.name: alias.name for alias in node.names}
            known.update({own: f"{node.module}.{name}" for own, name in imported.items()})
            names.update(f"{node.module}.{name}" for name in imported.values())

    def dotted(node: ast.AST) -> str:
        if isinstance(node, ast.Attribute):
            before = dotted(node.value)
            return before and f"{before}.{node.attr}"
        return known.get(node.id, "") if isinstance(node, ast.Name) else ""

    names.update(dotted(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {name for name in names if f"{name}.".startswith(f"{LIBRARY}.")}


def _reached(name: str, sources: Mapping[str, str], homes: Mapping[str, set[str]]) -> set[str]:
    """Return the modules that ``name`` leads to: packages on its way, and where it is defined."""
    found, way = set[str](), ""
    for part in name.split("."):
        package, way = way, f"{way}.{part}" if way else part
        if part == "*":
            return found | {module for module in sources if module.startswith(f"{package}.")}
        if way not in sources:
            return found | homes.get(way, set())
        found.add(way)
    return found
