"""Code for a newer Python, and packages that are not there, cost no marks without a word."""

from __future__ import annotations

import json
import platform
import re
import shutil
import subprocess
import sys
from pathlib import Path

import gankit.pythons
import pytest
from conftest import MakePart
from gangrade.candidate.parent import WarmParent
from gangrade.grading.examiner import grade
from gangrade.intake.submission import Cell, Submission
from gangrade.part.environment import Environment
from gangrade.part.part import Limits
from gangrade.results import sentences
from gangrade.results.failure import Failure, Place, Why
from gangrade.results.result import Result
from gangrade.results.surroundings import with_surroundings
from gankit.pythons import grader_python, too_new
from IPython.core.interactiveshell import InteractiveShell

HERE = f"{sys.version_info.major}.{sys.version_info.minor}"
MARK = "    return 2 * x"
DOUBLE = f"def double(x):\n{MARK}"
TEST = '''
def test_double(double):
    """It doubles."""
    assert probes.call(double, [3]) == 6
'''
ENVIRONMENT = Environment("3.11", ("keras", "numpy"))

SYNTAX = {
    "quotes": ('d = {"a": 6}\nprint(f"limit of {d["a"]}")', "3.12"),
    "quotes in a call": ('print(f"{", ".join("ab")}")', "3.12"),
    "backslash": ("print(f\"{'\\n'.join('ab')}\")", "3.12"),
    "break": ('x = 1\nprint(f"{\nx}")', "3.12"),
    "comment": ('x = 1\nprint(f"{x # it\n}")', "3.12"),
    "f-strings in each other": ('print(f"{f"{1}"}")', "3.12"),
    "generic function": ("def first[T](items: list[T]) -> T:\n    return items[0]", "3.12"),
    "generic method": ("class A:\n    def f[T](self, x: T) -> T:\n        return x", "3.12"),
    "generic class": ("class Stack[T]:\n    pass", "3.12"),
    "type": ("type Vector = list[float]", "3.12"),
    "generic type": ("type Pair[T] = tuple[T, T]", "3.12"),
    "default": ("class Stack[T = int]:\n    pass", "3.13"),
}
"""Lines above a right function, and the Python that has them first."""
NAMES = {
    "module": ("import itertools\npairs = itertools.batched([1, 2], 2)", "3.12"),
    "from a module": ("from itertools import batched", "3.12"),
    "typing": ("from typing import override", "3.12"),
    "method": ("from pathlib import Path\nhere = Path('.').walk()", "3.12"),
    "math": ("import math\nfive = math.sumprod([1, 2], [1, 2])", "3.12"),
    "copy": ("import copy\ncopy.replace", "3.13"),
}


def is_newer(version: str) -> bool:
    return tuple(map(int, version.split("."))) > sys.version_info[:2]


@pytest.fixture
def graded(make_part: MakePart, warm: WarmParent) -> Result:
    """A submission for all lines above: each in a cell and in a function of its own."""
    lines = {**SYNTAX, **NAMES}
    autograder = make_part({f"q{n}": TEST.replace("double", f"f{n}") for n in range(len(lines))})
    autograder.environment = ENVIRONMENT
    cells = tuple(
        Cell(n, f"{source}\n{DOUBLE.replace('double', f'f{n}')}")
        for n, (source, _) in enumerate(lines.values())
    )
    return grade(Submission("student", cells), autograder, warm, Limits(cell=5, total=60))


def test_code_for_a_newer_python_is_graded_or_told(graded: Result) -> None:
    lines = [*SYNTAX.values(), *NAMES.values()]
    assert len(lines) == len(graded.questions)
    for number, (question, (source, since)) in enumerate(zip(graded.questions, lines, strict=True)):
        if not is_newer(since):
            assert question.score == question.possible, source
            continue
        notes = [note for note in graded.notes if re.match(rf"Cell {number}\b", note)]
        assert any(f"he grader has Python {HERE}." in note for note in notes), source
        if number < len(SYNTAX):
            assert question.score == 0
            assert any(
                f"It may need a newer Python: the grader has Python {HERE}." in n for n in notes
            )
            assert f"the grader has Python {HERE}." in question.tests[0].message


@pytest.mark.parametrize("where", ["in a cell", "in the function"])
def test_a_package_that_is_not_there_is_told_with_those_that_are(
    make_part: MakePart, warm: WarmParent, where: str
) -> None:
    autograder = make_part({"double": TEST})
    autograder.environment = ENVIRONMENT
    source = f"import no_such_one\n{DOUBLE}"
    if where == "in the function":
        source = f"def double(x):\n    import no_such_one\n{MARK}"
    submission = Submission("student", (Cell(1, source),))
    result = grade(submission, autograder, warm, Limits(cell=5, total=60))
    told = " ".join((*result.notes, result.questions[0].tests[0].message))
    assert "there is no package no_such_one here" in told
    assert "The grader has these packages: keras, numpy." in told


@pytest.mark.parametrize(
    ("failure", "source", "told"),
    [
        (Failure("'(' was never closed", type="SyntaxError", place=Place(1, 1)), "print(", "has"),
        (
            Failure("invalid syntax", type="SyntaxError", place=Place(1, 1)),
            "type X = = 3",
            "may need",
        ),
        (Failure("invalid syntax", type="SyntaxError", place=Place(1, 9)), "x = = 3", "has"),
        (Failure("invalid syntax", type="SyntaxError"), "x = = 3", "has"),
        (Failure("unexpected indent", type="IndentationError"), " x", ""),
        (Failure("'list' object has no attribute 'shape'", type="AttributeError"), "", ""),
        (Failure("module 'numpy' has no attribute 'x'", type="AttributeError"), "", "has"),
        (Failure("cannot import name 'x' from 'math'", type="ImportError"), "", "has"),
        (Failure("'PosixPath' object has no attribute 'walk'", type="AttributeError"), "", "has"),
        (Failure("no", type="ValueError"), "type X = int", ""),
    ],
)
def test_what_a_newer_python_may_explain(failure: Failure, source: str, told: str) -> None:
    raised = Failure(failure.text, Why.RAISED, cell=1, type=failure.type, place=failure.place)
    said = sentences.failure(with_surroundings(raised, ENVIRONMENT, source))
    python = platform.python_version().rpartition(".")[0]
    assert (f"grader has Python {python}." in said) == bool(told)
    assert ("It may need a newer Python" in said) == (told == "may need")


# At home


def test_names_that_are_too_new_are_found() -> None:
    for source, since in NAMES.values():
        name = source.split()[-1]
        found = too_new(source, "3.11")
        if "Path" not in source:  # a method of an object
            assert found and since in ("3.12", "3.13"), name
        assert too_new(source, "3.13") == []
    assert too_new("import math\nmath.pi", "3.11") == []
    assert too_new("not Python at all", "3.11") == []


NEWER_PYTHONS = [
    *filter(None, (shutil.which(f"python3.{minor}") for minor in (12, 13, 14))),
    *map(str, Path.home().glob(".pyenv/versions/3.1[2-9]*/bin/python")),
]
RUNS = f"""
import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("pythons", {gankit.pythons.__file__!r})
pythons = importlib.util.module_from_spec(spec)
spec.loader.exec_module(pythons)
found = [pythons.too_new(source, "3.11") for source in json.load(sys.stdin)]
json.dump([[*sys.version_info[:2]], found], sys.stdout)
"""


def test_syntax_that_is_too_new_is_found_by_a_newer_python() -> None:
    fine = [
        "x, w = 1, 2\nf\"{x!r:>{w}}\" + f'{x:%}'",
        'd = {}\nf"""{d["a"]}\n"""',
        "type = 3\nmatch = 4\nprint(type)",
        'x = 1\nf"a # b {x}\\n"  # f"{x}"',
        "rf'\\d{1}' 'x'",
    ]
    sources = [*(source for source, _ in SYNTAX.values()), *fine]
    tried = 0
    for program in NEWER_PYTHONS:
        done = subprocess.run(
            [program, "-c", RUNS],
            input=json.dumps(sources),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:  # a name without a Python behind it
            continue
        tried += 1
        version, found = json.loads(done.stdout)
        for (source, since), places in zip(SYNTAX.values(), found, strict=False):
            understood = [*map(int, since.split("."))] <= version
            assert bool(places) == understood, source
        assert found[len(SYNTAX) :] == [[]] * len(fine)
    if not tried:
        pytest.skip("There is no Python beside this one that is newer than 3.11.")


def test_students_with_a_newer_python_are_told_at_the_start(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    grader_python(HERE)
    grader_python("3.99")
    assert capsys.readouterr().out == ""
    grader_python("3.10")
    assert f"You have Python {HERE}, and the grader has 3.10." in capsys.readouterr().out

    shell = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr(gankit.pythons, "NEWER", {"3.11": ("math.pi",)})
    grader_python("3.10")
    shell.run_cell("import math\n\nmath.pi\n%time 1")
    assert "Line 3: the grader has Python 3.10, which lacks math.pi." in capsys.readouterr().out
