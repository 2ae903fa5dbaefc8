"""What a release changes since the last one, above all for students."""

from __future__ import annotations

import ast
import difflib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gangrade import writing

Files = Mapping[str, bytes]
"""What a zip holds, by name."""


def read(path: Path) -> dict[str, bytes]:
    """Return what a zip of the last release holds; nothing if there is none that can be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        return {}


def describe(old: tuple[Files, Files], new: tuple[Files, Files], part: str) -> list[str]:
    """Return a sentence for each thing that changed: in the students' zips, and the grader's.

    ``old`` is empty where there was no release before; then there is nothing to say.
    """
    (old_given, old_grading), (given, grading) = old, new
    if not old_given or not old_grading:
        return []
    sentences = list(_points(old_grading, grading))
    sentences += _texts(old_given, given, f"{part}.ipynb")
    for name in _questions({**given, **old_given}):
        sentences += _tests(
            f"{name}: the public test", *_pair(old_given, given, f"tests/{name}.py")
        )
    told = {f"{part}.ipynb", *(name for name in {*old_given, *given} if name.startswith("tests/"))}
    if others := sorted(n for n in {*old_given, *given} - told if old_given.get(n) != given.get(n)):
        sentences.append(f"files of the students' zip: {', '.join(others)}")
    for name in _questions({**grading, **old_grading}):
        public = {
            **_functions(old_given.get(f"tests/{name}.py")),
            **_functions(given.get(f"tests/{name}.py")),
        }
        pair = _pair(old_grading, grading, f"tests/{name}.py")
        sentences += _tests(f"{name}: the hidden test", *pair, without=public)
    sentences += [
        f"{Path(name).stem}: its calibration"
        for name in sorted({*old_grading, *grading})
        if name.startswith("calibration/") and not name.endswith(".mutants.json")
        if old_grading.get(name) != grading.get(name)
    ]
    return sentences


def _pair(old: Files, new: Files, name: str) -> tuple[bytes | None, bytes | None]:
    return old.get(name), new.get(name)


def _questions(files: Files) -> list[str]:
    return sorted(Path(name).stem for name in files if name.startswith("tests/"))


def _entries(files: Files) -> dict[str, dict[str, Any]]:
    try:
        questions = json.loads(files["part.json"])["questions"]
        return {question["name"]: question for question in questions}
    except (KeyError, TypeError, ValueError):
        return {}


def _points(old: Files, new: Files) -> Iterator[str]:
    """Yield what became of questions and of their points."""
    before, now = _entries(old), _entries(new)
    for name, entry in now.items():
        if name not in before:
            yield f"{name}: a new question, {writing.points(entry['points'])} points"
            continue
        was, worth = before[name]["points"], entry["points"]
        if was != worth:
            yield f"{name}: {writing.points(worth)} points, before {writing.points(was)}"
        if before[name].get("by_test", False) != entry.get("by_test", False):
            yield f"{name}: its points come {'by test' if entry.get('by_test') else 'all or none'}"
        if before[name].get("bonus", False) != entry.get("bonus", False):
            yield f"{name}: it is {'a' if entry.get('bonus') else 'no longer a'} bonus"
        if before[name].get("rubric") != entry.get("rubric"):
            yield f"{name}: its rubric"
    for name in before:
        if name not in now:
            yield f"{name}: the question is gone"


def _texts(old: Files, new: Files, name: str) -> Iterator[str]:
    """Yield a sentence for each place of the notebook that students read otherwise."""
    before, now = _cells(old.get(name)), _cells(new.get(name))
    matcher = difflib.SequenceMatcher(None, before, now, autojunk=False)
    for change, i, j, k, m in matcher.get_opcodes():
        if change == "equal":
            continue
        cells = now[k:m] or before[i:j]
        kinds = " and ".join(sorted({"code" if kind == "code" else "text" for kind, _ in cells}))
        place = f"under “{heading}”" if (heading := _heading(now[: max(m, 1)])) else "at the top"
        what = {"insert": "new", "delete": "gone", "replace": "changed"}[change]
        yield f"{kinds} {place}: {len(cells)} cell{'s' if len(cells) > 1 else ''} {what}"


def _cells(notebook: bytes | None) -> list[tuple[str, str]]:
    try:
        cells = json.loads(notebook or b'{"cells": []}')["cells"]
        return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (KeyError, TypeError, ValueError):
        return []


def _heading(cells: list[tuple[str, str]]) -> str:
    """Return the last heading in cells."""
    lines = (
        line.strip()
        for kind, source in reversed(cells)
        if kind == "markdown"
        for line in reversed(source.splitlines())
    )
    return next((line.lstrip("# ") for line in lines if line.startswith("#")), "")


def _tests(
    what: str, old: bytes | None, new: bytes | None, without: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Yield a sentence for each test of a question that is another one now."""
    before, now = _functions(old), _functions(new)
    for title in {**now, **before}:
        if title in (without or {}) or before.get(title) == now.get(title):
            continue
        state = "is gone" if title not in now else "is new" if title not in before else "changed"
        yield f"{what} “{title}” {state}"


def _functions(tests: bytes | None) -> dict[str, str]:
    """Return the code of a question's tests by their titles."""
    try:
        body = ast.parse(tests or b"").body
    except (SyntaxError, ValueError):
        return {}
    return {
        (ast.get_docstring(node) or node.name).splitlines()[0]: ast.unparse(node)
        for node in body
        if isinstance(node, ast.FunctionDef)
    }
