"""A package imports only what stands below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import gangrade
import pytest

PACKAGE = Path(gangrade.__file__).parent
FLOORS = {
    "inside": "",
    "errors": "",
    "syntax": "",
    "instruments": "",
    "subjects": "instruments errors",
    "writing": "errors",
    "part": "subjects errors writing",
    "results": "part subjects errors writing",
    "intake": "part errors writing syntax",
    "candidate": "inside instruments results errors",
    "verdicts": "inside.network instruments part results subjects errors",
    "reports": "results part intake subjects errors writing",
    "calibrating": "candidate verdicts intake results part subjects errors writing",
    "grading": "candidate verdicts instruments intake results part reports inside errors writing",
    "release": "part intake reports subjects errors writing",
    "marking": "part intake reports errors writing",
    "finals": "marking reports results part intake errors writing",
    "corpus": (
        "grading release reports verdicts candidate intake results part subjects inside errors "
        "writing syntax"
    ),
}
"""What each may import beside itself; ``container`` and ``cli`` may import all of them."""


def imports(path: Path) -> Iterator[str]:
    """Give the modules of gangrade that a file imports, without ``gangrade.``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (n.removeprefix("gangrade.") for n in names if n.startswith("gangrade."))


@pytest.mark.parametrize("package", FLOORS)
def test_a_package_imports_only_what_stands_below_it(package: str) -> None:
    allowed = [package, *FLOORS[package].split()]
    folder = PACKAGE / package
    files = sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]
    assert files
    wrong = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in files
        for name in imports(path)
        if not any(f"{name}.".startswith(f"{floor}.") for floor in allowed)
    ]
    assert not wrong


def test_no_room_is_forgotten_and_floors_lie_below() -> None:
    rooms = {p.parent.name for p in PACKAGE.glob("*/__init__.py")} | {"errors", "syntax", "writing"}
    assert rooms == {*FLOORS, "cli"}
    seen: set[str] = set()
    for package, floors in FLOORS.items():
        assert {name.split(".")[0] for name in floors.split()} <= seen
        seen.add(package)
