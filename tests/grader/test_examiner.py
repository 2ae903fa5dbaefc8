"""Grading a small part: what is lost, what is kept, and what the messages say."""

from __future__ import annotations

import csv
import errno
import json
import re
import socket
import struct
import tempfile
import textwrap
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from conftest import MakePart
from gangrade.candidate import machine
from gangrade.candidate.candidate import Candidate
from gangrade.candidate.parent import WarmParent
from gangrade.candidate.watch import Watch
from gangrade.cli.grade import _summary
from gangrade.grading import batch
from gangrade.grading.allowance import Allowance
from gangrade.grading.examiner import grade
from gangrade.grading.notebook import Notebook
from gangrade.inside import sandbox, wire
from gangrade.intake import find
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Autograder, Limits
from gangrade.results.failure import Why
from gangrade.results.problems import Broken, CannotGrade, Raised
from gangrade.results.result import QuestionResult, Result, Row
from make_results import read_results

LIMITS = Limits(cell=1, total=60)

QUESTIONS = {
    "double": '''
def test_type(double):
    """The result is an array."""
    checks.array(probes.call(double, [np.ones(3)]), "double(x)", (3,))

def test_hidden_values(double):
    """Every value is doubled."""
    x = verdicts.rng("double").normal(size=5)
    result = checks.array(probes.call(double, [x]), "double(x)", (5,))
    wrong = np.abs(result - 2 * x).max()
    verdicts.note(error=float(wrong), first=float(x[0]))
    assert wrong < 1e-6, f"double(x) should be 2 · x, but it is off by up to {wrong:.3f}."
''',
    "pair": '''
def test_hidden_pair(pair, double):
    """The result holds two numbers."""
    secret_threshold = 17.25
    with verdicts.opened():
        answer = probes.call(pair, [3])
    assert answer["second"] - answer["first"] < secret_threshold, "The numbers are too far apart."

def test_hidden_order(pair):
    """The numbers are in order."""
    answer = probes.call(pair, [4])
    assert answer["first"] < answer["second"]
''',
    "essay": "",
    "last": '''
def test_hidden_last(last):
    """It gives one."""
    with verdicts.opened():
        assert checks.scalar(probes.call(last, []), "last()") == 1, "last() should be 1."
''',
}
SETTINGS = {"pair": {"needs": ["double"], "points": 3}, "essay": {"manual": True}}
CELLS = {
    1: "import numpy as np\nimport gankit",
    3: "def double(x):\n    return 2 * x",
    5: "def pair(n):\n    return {'first': float(double(n)), 'second': double(n) + 1.0}",
    8: "def last():\n    return 1",
}


@pytest.fixture
def autograder(make_part: MakePart) -> Autograder:
    return make_part(QUESTIONS, SETTINGS)


Grade = Callable[..., Result]


@pytest.fixture
def graded(autograder: Autograder, warm: WarmParent) -> Grade:
    """A function that grades the solution with some of its cells changed."""

    def run(changes: dict[int, str], limits: Limits = LIMITS) -> Result:
        cells = sorted((CELLS | changes).items())
        student = Submission("student", tuple(Cell(n, text) for n, text in cells))
        return grade(student, autograder, warm, limits)

    return run


def scores(result: Result) -> dict[str, float]:
    return {question.name: question.score for question in result.questions}


def question(result: Result, name: str) -> QuestionResult:
    return next(found for found in result.questions if found.name == name)


def messages(result: Result, name: str) -> str:
    return " ".join(test.message for test in question(result, name).tests)


FULL = {"double": 2, "pair": 3, "last": 2}


def assert_only_lost(result: Result, *lost: str) -> None:
    """These questions are lost, each with a message for each failed test; the others are kept."""
    assert scores(result) == FULL | dict.fromkeys(lost, 0)
    for found in result.questions:
        for test in found.tests:
            assert test.passed or test.message
            assert test.title
        assert all(test.passed for test in found.tests) == (found.name not in lost)
    assert_no_quotes(result)


def assert_no_quotes(result: Result) -> None:
    """No message holds a line of a test, a number from one, or otter's own text."""
    code = {line.strip() for source in QUESTIONS.values() for line in source.splitlines()}
    # What stands in quotes is written for students; the code around it is not.
    code |= {part.strip() for line in code for part in re.split(r'f?"[^"]*"', line)}
    code = {part for part in code if len(part) > 8}
    told = [*result.notes, *(t.message for q in result.questions for t in q.tests)]
    for message in told:
        assert not [part for part in code if part in message]
        for word in ("17.25", "secret_threshold", "Error at line", "Test case", "Traceback"):
            assert word not in message


def test_a_right_notebook_is_full(graded: Grade) -> None:
    result = graded({})
    assert result.graded
    assert_only_lost(result)
    assert (result.score, result.possible, result.manual) == (7, 7, ("essay",))
    assert result.notes == ()
    assert [found.name for found in result.questions] == ["double", "pair", "last"]
    double = question(result, "double")
    assert [(t.title, t.hidden) for t in double.tests] == [
        ("The result is an array.", False),
        ("Every value is doubled.", True),
    ]
    assert double.values["error"] == 0
    assert set(result.seconds) == {"start", "cells", "tests"}
    assert result.peak_memory > 0


def test_grading_again_gives_the_same(graded: Grade) -> None:
    first, second = graded({8: "def last(): return 2"}), graded({8: "def last(): return 2"})
    for one, two in zip(first.questions, second.questions, strict=True):
        assert (one.name, one.score, one.tests, one.values) == (
            *(two.name, two.score, two.tests, two.values),
        )
    other = graded({8: "def last(): return 3"})  # other code meets other draws
    assert question(other, "double").values != question(first, "double").values
    commented = graded({8: "def last(): return 2  # which code can read"})
    assert question(commented, "double").values != question(first, "double").values


def test_an_empty_notebook(autograder: Autograder, warm: WarmParent) -> None:
    result = grade(Submission("empty", ()), autograder, warm, LIMITS)
    assert result.score == 0
    assert "double is not defined in the notebook" in messages(result, "double")
    assert_no_quotes(result)


def test_a_wrong_answer_says_what_was_seen(graded: Grade) -> None:
    result = graded({3: "def double(x):\n    return x * 1.9"})
    assert_only_lost(result, "double")
    assert "double(x) should be 2 · x, but it is off by up to" in messages(result, "double")
    assert [test.passed for test in question(result, "double").tests] == [True, False]


def test_a_failed_need_is_named(graded: Grade) -> None:
    result = graded({3: "def double(x):\n    return 'text'"})
    assert_only_lost(result, "double", "pair")
    assert "This question builds on double, which failed." in messages(result, "pair")
    assert "builds on" not in messages(result, "double") + messages(result, "last")


def test_a_question_that_passes_although_a_need_failed_keeps_its_marks(graded: Grade) -> None:
    result = graded({3: "def double(x):\n    return x * 1.9"})
    assert question(result, "pair").score == 3
    assert "builds on" not in messages(result, "pair")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def double(x:\n    return 2 * x", "SyntaxError"),
        ("import sys\nsys.exit()\ndef double(x):\n    return 2 * x", "SystemExit"),
        ("raise KeyboardInterrupt\ndef double(x):\n    return 2 * x", "KeyboardInterrupt"),
        ("while True: pass\ndef double(x):\n    return 2 * x", "within 1 s of computing time"),
        ("import os\nos._exit(0)\ndef double(x):\n    return 2 * x", "ended the process"),
    ],
    ids=["syntax", "exit", "interrupt", "loop", "end"],
)
def test_a_cell_that_ends_costs_what_it_defines(graded: Grade, source: str, words: str) -> None:
    result = graded({3: source, 5: "def pair(n):\n    return {'first': 1, 'second': 2}"})
    assert_only_lost(result, "double", "pair")  # the tests of pair also take double
    for name in ("double", "pair"):
        assert "double is not defined: Cell 3" in messages(result, name)
        assert words in messages(result, name)
    note, *others = result.notes
    assert note.startswith("Cell 3 ") and words in note
    assert len(others) == len(result.slow_cells) == ("within" in words)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("while True: pass", "last was called, but it did not end within 2 s of computing time."),
        ("import os; os._exit(0)", "last was called, but it ended the process"),
        ("import sys; sys.exit(1)", "last stopped with SystemExit: 1 (line 2 of cell 8)"),
        ("return undefined", "last stopped with NameError: name 'undefined' is not defined (line"),
        ("raise KeyboardInterrupt", "last stopped with KeyboardInterrupt"),
        ("return object()", "last gave something that cannot be graded: an object of type object"),
        ("return None", "Is there a `return`"),
        ("return [1, 2]", "it has shape (2,)"),
        ("return {}", "of type dict"),
        ("return 2", "last() should be 1."),
        ("raise ValueError('\\ud800 <b>')", "ValueError"),
    ],
    ids=lambda value: value[:20],
)
def test_a_function_that_fails_costs_its_question(graded: Grade, body: str, words: str) -> None:
    result = graded({8: f"def last():\n    {body}"})
    assert_only_lost(result, "last")
    assert words in messages(result, "last")


@pytest.mark.parametrize("body", ["while True: pass", "import os; os._exit(0)"])
def test_what_comes_after_an_end_is_graded_in_a_fresh_process(graded: Grade, body: str) -> None:
    result = graded(
        {
            3: f"def double(x):\n    {body}",
            5: "def pair(n):\n    return {'first': 1, 'second': 2}",
        }
    )
    assert_only_lost(result, "double")
    first, second = question(result, "double").tests
    assert first.message.startswith("double was called, but")
    assert second.message.startswith("Not run, because an earlier test failed.")


def test_what_calls_a_function_that_ended_a_process_is_told(graded: Grade) -> None:
    result = graded({3: "def double(x):\n    import os\n    os._exit(0)"})
    assert_only_lost(result, "double", "pair")
    assert "double is not available: it brought an earlier run to its end" in messages(
        result, "pair"
    )


def test_missing_and_renamed_functions_are_named(graded: Grade) -> None:
    result = graded({8: "def final(): return 1", 9: "pair, n = 5, 4"})
    assert_only_lost(result, "pair", "last")
    assert "last is not defined in the notebook. Did you delete or rename it?" in messages(
        result, "last"
    )
    assert "pair is an int at the end (cell 9), but the tests call it." in messages(result, "pair")


@pytest.mark.parametrize(
    ("value", "looks"),
    [
        ("5", "a number"),
        ("None", "None"),
        ("[1]", "a list with 1 entry"),
        ("'first second'", "a text of 12 letters"),
        ("{'first': 1}", "a dict with 1 entry"),
        ("{'first': 'a', 'second': 3}", "a dict with 2 entries"),
        ("()", "a list with 0 entries"),
    ],
)
def test_a_test_that_is_surprised_says_how_the_answer_looks_and_no_more(
    graded: Grade, value: str, looks: str
) -> None:
    result = graded({5: f"def pair(n):\n    return {value}"})
    assert_only_lost(result, "pair")
    first, _ = question(result, "pair").tests
    kind = r"The test cannot deal with what pair gave \((Type|Key|Index)Error\): "
    assert re.match(rf"{kind}{looks}\. Compare it with what the notebook asks for", first.message)


def test_an_assertion_without_words_gets_some(graded: Grade) -> None:
    result = graded({5: "def pair(n):\n    return {'first': 2, 'second': 1}"})
    assert_only_lost(result, "pair")
    assert question(result, "pair").tests[1].message == "This is not right yet."


def test_cells_in_another_order(autograder: Autograder, warm: WarmParent) -> None:
    turned = Submission("turned", tuple(Cell(n, CELLS[n]) for n in reversed(CELLS)))
    assert grade(turned, autograder, warm, LIMITS).score == 7


def test_only_some_questions(autograder: Autograder, warm: WarmParent) -> None:
    student = Submission("student", tuple(Cell(n, text) for n, text in CELLS.items()))
    result = grade(student, autograder, warm, LIMITS, only=["last"])
    assert scores(result) == {"last": 2}


def test_a_question_without_a_result_for_each_test_scores_nothing(
    graded: Grade,
) -> None:
    """The first test passes, then the process ends: the second never ran."""
    result = graded(
        {
            3: "calls = []\ndef double(x):\n    calls.append(1)\n"
            "    if len(calls) > 1:\n        import os\n        os._exit(0)\n    return 2 * x",
            5: "def pair(n):\n    return {'first': 1, 'second': 2}",
        }
    )
    assert [test.passed for test in question(result, "double").tests] == [True, False]
    assert question(result, "double").score == 0
    assert question(result, "pair").score == 3


def test_a_question_without_tests_scores_nothing(make_part: MakePart, warm: WarmParent) -> None:
    autograder = make_part({"none": ""})
    (found,) = grade(Submission("student", ()), autograder, warm, LIMITS).questions
    assert (found.score, found.possible) == (0, 2)


def test_the_computing_time_for_all_is_limited(graded: Grade) -> None:
    burn = textwrap.indent(busy(0.8), "    ")
    changes = {n: CELLS[n].replace("\n", "\n" + burn, 1) for n in (3, 5, 8)}
    result = graded(changes, Limits(total=1))
    assert result.score == 0
    for name in FULL:
        assert messages(result, name)
    assert "The computing time for the whole notebook was used up." in messages(result, "last")


def busy(seconds: float) -> str:
    """A student's own experiment."""
    return (
        f"import time\nend = time.process_time() + {seconds}\n"
        "while time.process_time() < end: pass\n"
    )


EXPERIMENTS = {
    "below the function": {3: CELLS[3] + "\n" + busy(20)},
    "in a cell before all": {2: busy(20)},
    "in each of many cells": {n: busy(20) for n in (2, 4, 6, 7)},
    "one that catches interrupts": {
        2: "import time\nend = time.process_time() + 20\nwhile time.process_time() < end:\n"
        "    try:\n        sum(range(10**6))\n    except KeyboardInterrupt:\n        break"
    },
    "one that catches everything": {
        2: "import time\nwhile True:\n    try:\n        sum(range(10**6))\n"
        "    except BaseException:\n        pass"
    },
    "one that ends in time": {2: busy(0.7), 4: busy(0.6)},
}


@pytest.mark.slow
@pytest.mark.parametrize("changes", EXPERIMENTS.values(), ids=EXPERIMENTS.keys())
def test_own_experiments_leave_the_tests_their_time(graded: Grade, changes: dict[int, str]) -> None:
    result = graded(changes, Limits(cell=1, cells=2, total=40))
    assert_only_lost(result)
    slow = dict(result.slow_cells)
    assert {*slow} == {*changes}
    for number in slow:
        assert f"cell {number} " in result.notes[-1]
    assert "`# not graded`" in result.notes[-1]
    assert sum(slow.values()) < 6


def test_a_slow_cell_is_named_with_the_limit_that_it_met(graded: Grade) -> None:
    changes = {n: busy(20) for n in (2, 4, 6)}
    one, two, three, _ = graded(changes, Limits(cell=1, cells=1.6, total=40)).notes
    assert one == "Cell 2 was stopped: it did not end within 1 s of computing time"
    for number, note in ((4, two), (6, three)):
        assert note.startswith(f"Cell {number} was stopped: it did not end within 0.")
        assert note.endswith(": the 1.6 s that all cells together may take were used up")


def test_a_slow_cell_runs_again_only_as_long_as_its_definitions_take(
    graded: Grade, tmp_path: Path
) -> None:
    """What a function ends is started again; the experiment is not repeated in full."""
    mark = tmp_path / "mark"
    mark.mkdir(mode=0o777)
    changes = {
        3: CELLS[3] + "\n" + busy(20),
        5: "def pair(n):\n    import os\n    os._exit(0)",
        8: "def last():\n    return 1",
    }
    result = graded(changes, Limits(cell=2, cells=3, total=40))
    assert_only_lost(result, "pair")
    assert sum(taken for _, taken in result.slow_cells) < 3
    assert result.seconds["tests"] < 20


def test_cells_for_which_there_is_no_time_are_told_once(graded: Grade) -> None:
    changes = {n: busy(20) for n in (2, 4, 6, 7)} | {8: busy(20) + CELLS[8], 9: busy(20)}
    result = graded(changes, Limits(cell=1, cells=1, total=40))
    assert_only_lost(result, "last")
    (left_out,) = [note for note in result.notes if "was left out" in note]
    assert "the 1 s that all cells together may take were used up" in left_out
    assert f"last is not defined: {left_out}" in messages(result, "last")


def test_cells_that_are_stopped_use_up_all_that_they_had() -> None:
    """Whatever a clock says of them: no crumb is left that a later cell is started for."""
    allowance = Allowance(Limits(cell=1, cells=1, total=40))
    allowance.count(1, 1e-3, stopped=False)
    given = []
    for number in range(2, 8):
        given.append(allowance.of(number))
        if given[-1]:
            allowance.count(number, given[-1] - 0.02, stopped=True)
    assert given == pytest.approx([0.999, 0.5, 0.5, 0, 0, 0])
    assert allowance.slowest() == pytest.approx({2: 1, 3: 0.5, 4: 0.5}, abs=0.05)


@pytest.mark.parametrize(
    "skipped",
    [Cell(6, "def last():\n    return 1", "otter_ignore"), Cell(6, "last = len", "# not graded")],
)
def test_an_answer_in_a_skipped_cell_is_told(
    autograder: Autograder, warm: WarmParent, skipped: Cell
) -> None:
    cells = tuple(Cell(n, text) for n, text in CELLS.items() if n != 8)
    result = grade(Submission("student", cells, (skipped,)), autograder, warm, LIMITS)
    assert_only_lost(result, "last")
    told = messages(result, "last")
    assert told.startswith(
        "last is not defined: it comes from cell 6, which the grader skips, because"
    )
    assert skipped.skipped in told


def test_a_skipped_cell_explains_nothing_that_is_there_or_that_failed(
    autograder: Autograder, warm: WarmParent
) -> None:
    skipped = tuple(Cell(9, CELLS[n], "otter_ignore") for n in (5, 8))
    cells = tuple(Cell(n, "(\n" * (n == 8) + text) for n, text in CELLS.items())
    result = grade(Submission("student", cells, skipped), autograder, warm, LIMITS)
    assert_only_lost(result, "last")
    assert "last is not defined: Cell 8 stopped with SyntaxError" in messages(result, "last")


@pytest.mark.slow
def test_the_time_until_the_deadline_is_all_there_is(graded: Grade) -> None:
    loop = "def last():\n    import time\n    time.sleep(60)"
    result = graded({8: loop}, Limits(deadline=time.monotonic() + 5))
    assert messages(result, "last") == (
        "last was called, but the time that the grader has for one submission was up."
    )
    assert_only_lost(result, "last")


def test_after_the_deadline_nothing_runs(graded: Grade, tmp_path: Path) -> None:
    mark = tmp_path / "mark"
    mark.mkdir(mode=0o777)
    touch = f"open({str(mark / 'there')!r}, 'w')\n"
    result = graded({3: touch + CELLS[3]}, Limits(deadline=time.monotonic() - 1))
    assert scores(result) == dict.fromkeys(FULL, 0)
    for found in result.questions:
        for test in found.tests:
            assert test.message.startswith(
                "The time that the grader has for one submission was up before this test."
            )
    assert list(mark.iterdir()) == []
    assert result.notes == ()


@pytest.mark.slow
def test_a_deadline_within_a_cell_leaves_the_rest_out(graded: Grade) -> None:
    loop = (
        "while True:\n    try:\n        sum(range(10**6))\n    except BaseException:\n        pass"
    )
    result = graded({3: loop}, Limits(deadline=time.monotonic() + 4))
    assert result.score == 0
    assert result.notes[0] == (
        "Cell 3 was left out: the time that the grader has for one submission was up"
    )
    assert "was up before this test." in messages(result, "last")


@pytest.mark.slow
def test_a_cell_has_a_share_of_the_time_until_the_deadline(graded: Grade) -> None:
    sleep = CELLS[3] + "\nimport time\ntime.sleep(600)"
    began = time.monotonic()
    assert_only_lost(graded({3: sleep}, Limits(deadline=began + 40)))
    assert time.monotonic() < began + 30


HUNGRY = "held = []\ndef double(x):\n    held.append(np.ones(2**23))\n    return 2 * x"
BURN = "\nimport time\nend = time.process_time() + 3\nwhile time.process_time() < end: pass"


@pytest.mark.parametrize(
    ("changes", "held", "fresh"),
    [
        ({}, 100, False),
        ({3: HUNGRY}, 100, True),
        ({3: HUNGRY}, 70, False),  # there is room
        ({1: CELLS[1] + "\nheld = np.ones(2**23)"}, 100, False),  # a fresh one would hold the same
        # Cells that run again are not the question's time, which is 2 s here.
        pytest.param({1: CELLS[1] + BURN, 3: HUNGRY}, 100, True, marks=pytest.mark.slow),
    ],
)
def test_where_memory_is_short_a_fresh_process_takes_over(
    graded: Grade,
    warm: WarmParent,
    monkeypatch: pytest.MonkeyPatch,
    changes: dict[int, str],
    held: int,
    fresh: bool,
) -> None:
    forks, fork = [], warm.fork
    monkeypatch.setattr(warm, "fork", lambda: forks.append(fork()) or forks[-1])
    monkeypatch.setattr(machine, "memory", lambda: 120 << 20)
    monkeypatch.setattr(machine, "held", lambda: held << 20)
    assert_only_lost(graded(changes, Limits(cell=10)))
    assert (len(forks) > 1) == fresh


def test_results_so_far_are_kept_after_each_question(
    autograder: Autograder, warm: WarmParent
) -> None:
    cells = CELLS | {4: "1 / 0", 5: "def pair(n):\n    return 5"}
    student = Submission("student", tuple(Cell(n, text) for n, text in sorted(cells.items())))
    kept: list[Result] = []
    last = grade(student, autograder, warm, LIMITS, keep=kept.append)
    assert [scores(result) for result in kept] == [
        {"double": 0, "pair": 0, "last": 0},
        {"double": 0, "pair": 0, "last": 0},
        {"double": 2, "pair": 0, "last": 0},
        {"double": 2, "pair": 0, "last": 0},
        {"double": 2, "pair": 0, "last": 2},
    ]
    assert [len(result.questions[0].tests) for result in kept] == [0, 1, 2, 2, 2]  # one is public
    for number, result in enumerate(kept[1:]):
        assert result.graded
        assert (result.name, result.part, result.manual) == ("student", "small", ("essay",))
        assert [len(found.tests) > 0 for found in result.questions[1:]] == [
            place < number for place in (1, 2)
        ]
        assert result.possible == 7
        assert result.notes == last.notes and result.notes[0].startswith("Cell 4, line 1, stopped")
        assert result.questions[:number] == last.questions[:number]
    assert kept[-1].questions == last.questions
    assert "cells" in kept[0].seconds and "tests" not in kept[-1].seconds


def test_only_questions_that_are_graded_are_kept(autograder: Autograder, warm: WarmParent) -> None:
    student = Submission("student", tuple(Cell(n, text) for n, text in CELLS.items()))
    kept: list[Result] = []
    grade(student, autograder, warm, LIMITS, only=["last"], keep=kept.append)
    assert [scores(result) for result in kept] == [{"last": 0}, {"last": 0}, {"last": 2}]


def test_values_and_pictures_belong_to_the_test_that_made_them(
    make_part: MakePart, warm: WarmParent
) -> None:
    note = "verdicts.note({})\n"
    evidence = "Evidence('gan', 'curve', gankit.cubic, np.zeros((3, 2)), {})"
    draw = f"import gankit; draws.current().evidence = {evidence}\n"
    bodies = [
        note.format("first=1, both=1"),
        "assert f() == 1\n",
        note.format("third=3, both=3") + f"    {draw}" + "    assert f() == 2\n",
        note.format("fourth=4"),
    ]
    tests = [
        f'def test_{number}(f):\n    """Test {number}."""\n    {body}'
        for number, body in enumerate(bodies)
    ]
    autograder = make_part({"one": "\n".join(tests), "two": tests[3]})
    student = Submission("student", (Cell(1, "def f():\n    return 1"),))
    result = grade(student, autograder, warm, LIMITS)
    one, two = result.questions
    assert [test.values for test in one.tests] == [
        {"first": 1, "both": 1},
        {},
        {"third": 3, "both": 3},
        {"fourth": 4},
    ]
    assert [test.pictured for test in one.tests] == [False, False, True, False]
    assert [test.passed for test in one.tests] == [True, True, False, True]
    assert one.values == {"first": 1, "both": 3, "third": 3, "fourth": 4}
    assert [(test.values, test.pictured) for test in two.tests] == [({"fourth": 4}, False)]
    assert list(result.evidence) == ["one"]


def test_a_process_that_ends_by_itself_later_does_not_stop_the_grading(graded: Grade) -> None:
    timer = "import os, threading\nthreading.Timer(0.3, os._exit, [0]).start()\n"
    result = graded(
        {
            3: timer + "def double(x):\n    import time\n    time.sleep(1)\n    return x",
            8: timer + "def last():\n    import time\n    time.sleep(1)\n    return x",
        }
    )
    assert scores(result)["double"] == 0
    assert "ended the process" in messages(result, "double")
    assert all(test.message for found in result.questions for test in found.tests)


def test_forged_answers_never_stop_the_grading(graded: Grade) -> None:
    forge = """
import os, stat, struct
def write(data):
    for number in os.listdir('/proc/self/fd'):
        try:
            if stat.S_ISSOCK(os.fstat(int(number)).st_mode):
                os.write(int(number), data)
        except OSError:
            pass
"""
    for data in ("b'garbage' * 9", "struct.pack('!QQ', 4, 0) + b'null'", "b''"):
        result = graded({3: f"{forge}\nwrite({data})", 8: f"def last():\n    write({data})"})
        assert scores(result)["double"] == scores(result)["last"] == 0
        assert_no_quotes(result)


def test_calibration_that_is_missing_is_the_instructor_s_to_make(
    make_part: MakePart, warm: WarmParent
) -> None:
    test = '"""Needs thresholds."""\n    draws.calibration("train")'
    autograder = make_part({"train": f"def test_hidden_train(train):\n    {test}\n"})
    with pytest.raises(CannotGrade, match="gangrade calibrate train"):
        grade(Submission("a", (Cell(1, "train = print"),)), autograder, warm, LIMITS)


def test_a_test_is_told_that_another_has_failed(make_part: MakePart, warm: WarmParent) -> None:
    note = "verdicts.note(**{NAME: draws.current().lost})"
    tests = [
        f'def test_{name}(f):\n    """{name}."""\n    {note.replace("NAME", repr(name))}\n'
        f"    assert f() == {value}"
        for name, value in [("first", 1), ("second", 2), ("third", 1)]
    ]
    autograder = make_part(
        {"one": "\n".join(tests), "two": tests[0]}, {"two": {"functions": ["f"]}}
    )
    submission = Submission("student", (Cell(1, "def f():\n    return 1"),))
    one, two = grade(submission, autograder, warm, LIMITS).questions
    assert one.values == {"first": False, "second": False, "third": True}
    assert two.values == {"first": False}


# --- many submissions ----------------------------------------------------------------------------


def write_notebook(path: Path, sources: Sequence[str]) -> Path:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "source": source, "id": f"c{number}"}
        for number, source in enumerate(sources)
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path


def test_a_batch_goes_on_after_a_file_that_cannot_be_read(
    autograder: Autograder, tmp_path: Path, in_process: Callable[[int], Executor]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    solution = list(CELLS.values())
    write_notebook(folder / "alice.ipynb", solution)
    (folder / "bob.ipynb").write_text("%PDF-1.4", encoding="utf-8")
    (folder / "carol.ipynb").write_text("", encoding="utf-8")
    write_notebook(folder / "dave.ipynb", [*solution[:3], "import os\nos._exit(1)"])
    write_notebook(folder / "erin.ipynb", [*solution[:3], "raise ValueError('\ud800')"])
    out = tmp_path / "out"
    with batch.claimed(out), in_process(1) as executor:
        found = batch.grade_all(
            find.find_submissions([folder]),
            autograder,
            out,
            executor=executor,
            width=lambda: 1,
            settings=batch.Settings(LIMITS),
        )
    results = sorted(found.rows, key=lambda row: row.name)
    assert [result.name for result in results] == ["alice", "bob", "carol", "dave", "erin"]
    assert [result.graded for result in results] == [True, False, False, True, True]
    assert [result.score for result in results] == [7, 0, 0, 5, 5]
    for result in results:
        written = read_results(out / result.name / "results.json")
        assert written["score"] == result.score
        page = (out / result.name / "feedback.html").read_text(encoding="utf-8")
        assert "<html" in page
        assert "17.25" not in page + json.dumps(written)
    with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["submission"] for row in rows] == [result.name for result in results]
    assert float(rows[0]["score"]) == 7
    assert "PDF" in rows[1]["status"]


# --- parts of a grading ---------------------------------------------------------------------------


def test_questions_of_an_earlier_result_are_kept(
    autograder: Autograder, graded: Grade, warm: WarmParent
) -> None:
    broken = "def pair(n):\n    return {}"
    earlier = graded({3: "def double(x):\n    return 3 * x", 5: broken})
    assert scores(earlier) == FULL | {"double": 0, "pair": 0}
    cells = tuple(Cell(n, text) for n, text in sorted(CELLS.items()))
    right = Submission("student", cells)
    for only, expected in (
        (["double"], FULL | {"pair": 0}),
        (["double", "pair"], FULL),
        ([], scores(earlier)),
        (["last"], scores(earlier)),
    ):
        result = grade(right, autograder, warm, LIMITS, only=only, earlier=earlier)
        assert scores(result) == expected
        for name in FULL:
            same = question(result, name) is question(earlier, name)
            assert same == (name not in only)
    # What was lost before is told to what builds on it.
    wrong = Submission("student", (*cells[:2], Cell(5, broken), cells[3]))
    result = grade(wrong, autograder, warm, LIMITS, only=["pair"], earlier=earlier)
    assert "builds on double" in messages(result, "pair")


BROKEN = {
    "a folder": (tempfile, "mkdtemp", OSError(errno.ENOSPC, "No space left on device")),
    "a user": (sandbox.User, "claim", RuntimeError("No free user")),
    "a socket": (socket, "socketpair", OSError(errno.EMFILE, "Too many open files")),
    "a lock": (sandbox, "user_namespace", BlockingIOError(errno.EAGAIN, "locked")),
    "memory": (json, "dumps", MemoryError()),
    "a message": (wire, "decode", struct.error("unpack requires 16 bytes")),
    "a thread": (Watch, "add", RuntimeError("can't start new thread")),
}
HIDDEN = """
def test_hidden_network(one):
    \"""A network runs.\"""
    {}
"""
RUN = "draws.current().run_network(None, np.ones(1))"


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize(
    "test", [RUN, f"try:\n        {RUN}\n    except Exception:\n        assert one() == 2"]
)
def test_what_we_lack_is_not_the_student_s_fault(
    name: str, test: str, make_part: MakePart, warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not within a hidden test either, whatever that makes of it."""
    part = make_part({"one": HIDDEN.format(test)})
    owner, what, error = BROKEN[name]
    if name == "a user" and "user" in warm.missing:
        pytest.skip(warm.missing["user"])

    def breaks(*_arguments: Any, **_options: Any) -> Any:
        raise error

    def lack(notebook: Notebook, *arguments: Any) -> Any:
        with monkeypatch.context() as patch:
            patch.setattr(owner, what, breaks)
            return run_network(notebook, *arguments)

    run_network = Notebook.run_network
    monkeypatch.setattr(Notebook, "run_network", lack)
    student = Submission("student", (Cell(1, "def one():\n    return 1"),))
    before = {*warm.scratch.iterdir()}
    with pytest.raises(Broken, match=re.escape(type(error).__name__)):
        grade(student, part, warm, LIMITS)
    assert {*warm.scratch.iterdir()} == before


def test_a_network_that_fails_for_a_reason_of_ours_is_not_judged(
    make_part: MakePart, warm: WarmParent
) -> None:
    part = make_part({"one": HIDDEN.format(RUN)})
    student = Submission("student", (Cell(1, "def one():\n    return 1"),))
    with pytest.raises(Broken, match="a network could not be run"):  # None is no network
        grade(student, part, warm, LIMITS)


def test_a_shell_that_cannot_start_is_not_the_student_s_fault(
    autograder: Autograder, warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Candidate.ask

    def refuse(candidate: Candidate, do: str, seconds: float, **request: Any) -> Any:
        if do == "open":
            raise Raised({"type": "OSError", "message": "No space left on device"})
        return ask(candidate, do, seconds, **request)

    monkeypatch.setattr(Candidate, "ask", refuse)
    student = Submission("student", (Cell(1, "1"),))
    with pytest.raises(Broken, match="could not start its shell"):
        grade(student, autograder, warm, LIMITS)


@pytest.mark.parametrize(
    "moment",
    ["cells", *(pytest.param(name, marks=pytest.mark.slow) for name in ("double", "last"))],
)
def test_a_grader_that_breaks_is_not_the_student_s_fault(
    moment: str, autograder: Autograder
) -> None:
    """Candidates end with their warm parent: that is no reason to lose a question."""
    cells = CELLS | {1: "import time\ntime.sleep(0.5)\nimport numpy as np"}
    cells |= {n: cells[n].replace("\n", "\n    time.sleep(0.5)\n") for n in (3, 8)}
    student = Submission("student", tuple(Cell(n, text) for n, text in sorted(cells.items())))

    def kill(phase: str) -> None:
        if phase == moment:
            Timer(0.1, warm._program._popen.kill).start()  # type: ignore[union-attr]

    with WarmParent() as warm:
        warm.wait()
        with pytest.raises(Broken, match="has ended"):
            grade(student, autograder, warm, LIMITS, report=kill)


LOCKED = """
import types
class Locked(types.ModuleType):
    def __setattr__(self, name, value):
        raise AttributeError("locked")
np.asarray = lambda value, *args, **options: np.array(value)
np.__class__ = Locked
"""


def test_what_measuring_relies_on_and_cannot_be_put_back_is_for_a_person(
    graded: Grade,
) -> None:
    """No points, and whoever grades is told: it is no wrong answer."""
    result = graded({2: LOCKED})
    for name in FULL:
        found = question(result, name)
        assert (found.score, found.doubtful) == (0, Why.REPLACED)
        assert "numpy.asarray" in messages(result, name)
        assert "your instructor is told and decides" in messages(result, name)
    assert result.graded
    assert Row.of(result).doubtful == dict.fromkeys(FULL, Why.REPLACED)
    said = _summary(batch.Outcome(rows=[Row.of(result)]))
    assert "Not judged, because the notebook replaces something of Python's" in said
    assert "at fault" not in said
    # What can be put back is put back, and nobody has to decide.
    assert_only_lost(graded({2: LOCKED.replace("np.__class__ = Locked", "")}))
