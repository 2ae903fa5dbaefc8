"""The corpus: files that replace definitions of the solution, or say which change they make."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gangrade.corpus.cases import Case, CorpusError, read_cases
from gangrade.part.course import Course

CELLS = [
    "import math",
    "def double(x):\n    y = 2 * x\n    return y",
    'grader.check("double")',
    "class Shape:\n    sides = 4\n\n    def area(self, a):\n        return a * a",
    "def sides(n):\n    return n * Shape.sides\n\n\ndef twice(n):\n    return 2 * n",
    'grader.check("sides")',
]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = Course(tmp_path)
    notebook = {
        "cells": [
            {"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in CELLS
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
    for path in (course.solution_notebook("small"), course.student_notebook("small")):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
    return course


def case(course: Course, question: str, about: str, code: str = "") -> Case:
    """Return the variant of ``question`` whose docstring ends with ``about``."""
    folder = course.variants("small") / question
    folder.mkdir(parents=True)
    text = f'"""It is right in another way.\n\n{about}\n"""\n\n\n{code}'
    (folder / "other.py").write_text(text, encoding="utf-8")
    return read_cases(course, "small", ["double", "sides"])[-1]


def changed(case: Case) -> dict[int, str]:
    """Return the cells that are not the solution's, by number."""
    cells = {cell.number: cell.source for cell in case.submission.cells}
    assert len(cells) == len(CELLS)
    return {number: cells[number] for number in cells if cells[number] != CELLS[number - 1]}


def test_code_replaces_the_solutions_and_helpers_go_before_it(course: Course) -> None:
    helper, double = "def two():\n    return 2", "def double(x):\n    return two() * x"
    variant = case(course, "double", "", f"{helper}\n\n\n{double}\n")
    assert changed(variant) == {2: f"{helper}\n\n{double}"}
    assert variant.defines == {"two", "double"}


@pytest.mark.parametrize(
    ("question", "change", "cell"),
    [
        ("double", "Change: 2 * x -> x + x", {2: "def double(x):\n    y = x + x\n    return y"}),
        (
            "double",
            "Change: y = 2 * x\n    -> y = x + x\nChange: return y -> return +y",
            {2: "def double(x):\n    y = x + x\n    return +y"},
        ),
        (
            "double",
            "Change: y = 2 * x ->\n    y = 0\n    for _ in range(2):\n        y += x",
            {2: "def double(x):\n    y = 0\n    for _ in range(2):\n        y += x\n    return y"},
        ),
        (
            "double",
            "Change: y = 2 * x ->\nChange: return y -> return 2 * x\nMessage: no",
            {2: "def double(x):\n    return 2 * x"},
        ),
        ("double", "Change area: a * a -> a**2", {4: CELLS[3].replace("a * a", "a**2")}),
    ],
)
def test_a_change_is_made_in_the_solution(
    course: Course, question: str, change: str, cell: dict[int, str]
) -> None:
    assert changed(case(course, question, change)) == cell


def test_a_change_may_use_the_helpers_of_its_file(course: Course) -> None:
    helper = "def two():\n    return 2"
    variant = case(course, "double", "Change: 2 * x -> two() * x", helper)
    assert changed(variant) == {2: f"{helper}\n\n{CELLS[1].replace('2 * x', 'two() * x')}"}


def test_what_uses_the_changed_counts_as_defined_in_its_question(course: Course) -> None:
    assert case(course, "sides", "Change: sides = 4 -> sides = 3").defines == {"Shape", "sides"}


def test_shared_code_stands_once_and_can_be_changed(course: Course) -> None:
    shared = course.solutions / "small" / "shared"
    shared.mkdir(parents=True)
    helper, double = "def two():\n    return 2", "def double(x):\n    return two() * x"
    source = f'"""Double with a helper."""\n\n\n{helper}\n\n\n{double}\n'
    (shared / "helped.py").write_text(source, encoding="utf-8")
    about = "With: helped\nChange: two() * x -> x * two()\nChange: return 2 -> return 1 + 1"
    variant = case(course, "double", about)
    assert changed(variant) == {
        2: f"{helper}\n\n{double}".replace("two() * x", "x * two()").replace("2", "1 + 1")
    }
    assert variant.about == "It is right in another way."


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("", "replaces nothing"),
        ("Change: 3 * x -> x", "`3 * x` stands 0 times in the definitions of double"),
        ("Change: x -> z", "`x` stands 2 times in the definitions of double"),
        ("Change: a * a -> a**2", "`a * a` stands 0 times in the definitions of double"),
        ("Change area: b -> c", "`b` stands 0 times in area"),
        ("Change: 2 * x", "write `Change: old -> new`"),
        ("Change: 2 * x -> 2 *", "with `2 *` for `2 * x`: invalid syntax"),
        ("With: nothing", "a line `With: …` names"),
    ],
)
def test_a_change_that_cannot_be_made_is_refused(course: Course, about: str, words: str) -> None:
    with pytest.raises(CorpusError) as refused:
        case(course, "double", about)
    assert words in str(refused.value)
