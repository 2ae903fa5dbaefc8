"""Failures are data: other words for them change what people read, and nothing else."""

from __future__ import annotations

import json
import pickle
import re
import struct
import subprocess
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from gangrade.corpus import audit
from gangrade.corpus.cases import Case
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Question
from gangrade.reports import class_page, gradescope, misconceptions, tables
from gangrade.reports.gradescope_settings import Settings
from gangrade.results import records, sentences
from gangrade.results.failure import Failure, Gap, Place, Why
from gangrade.results.problems import (
    Broken,
    CannotGrade,
    Ended,
    Failed,
    OtherForm,
    Problem,
    Raised,
    Refused,
    why_failed,
)
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result, Row, TestResult
from gankit.probes.forms import Look

LOST_CELL = Failure("no x", Why.RAISED, cell=4, type="NameError", place=Place(4, 2))
NO_PACKAGE = Failure(
    "No module named 'seaborn'",
    Why.RAISED,
    cell=4,
    line=1,
    names=("sns",),
    type="ModuleNotFoundError",
    place=Place(4, 1),
    missing="seaborn",
)
NO_NAME = Failure(
    "name 'np' is not defined", Why.RAISED, type="NameError", missing="np", place=Place(9, 2)
)
LOST_NAME = replace(NO_NAME, cell=6, line=2, names=("x", "y")).because(NO_PACKAGE)
TEXT = "np comes from cell 4, line 1, which stopped: there is no package seaborn here."
ENDED = "it did not end within 2 s of computing time"
FAILURES = {
    "": Failure(),
    "It should be 6.": Failure("It should be 6."),
    "The best of 5 trainings: too far.": Failure("The best of 5 trainings: too far.", Why.JUDGED),
    "Not run, because an earlier test failed.": Failure(why=Why.NOT_RUN),
    "The computing time for the whole notebook was used up.": Failure(why=Why.OUT_OF_TIME),
    "The time that the grader has for one submission was up before this test.": Failure(
        why=Why.PAST_DEADLINE
    ),
    "f is not defined in the notebook. Did you delete or rename it?": Failure(
        why=Why.MISSING, function="f"
    ),
    "f is not defined: Cell 4 stopped with NameError: no x (line 2 of cell 4)": Failure(
        why=Why.MISSING, function="f", cause=LOST_CELL
    ),
    f"f is not defined: f was called, but {ENDED}.": Failure(
        why=Why.MISSING, function="f", cause=Failure(ENDED, Why.ENDED, "f")
    ),
    "f stopped with ValueError: no y (line 3 of cell 5)": Failure(
        "no y", Why.RAISED, "f", type="ValueError", place=Place(5, 3)
    ),
    "The notebook stopped with ValueError: no": Failure("no", Why.RAISED, type="ValueError"),
    "f stopped with ValueError.": Failure("", Why.RAISED, "f", type="ValueError", sealed=True),
    "f stopped with an exception.": Failure("", Why.RAISED, "f", sealed=True),
    f"f was called, but {ENDED}.": Failure(ENDED, Why.ENDED, "f"),
    "f gave something that cannot be graded: a set.": Failure("a set", Why.REFUSED, "f"),
    "f gave something that cannot be graded.": Failure("", Why.REFUSED, "f", sealed=True),
    "The result has an unexpected form (KeyError). Compare it with what the notebook asks for: "
    "the number of values, their shapes and types.": Failure(why=Why.WRONG_FORM, type="KeyError"),
    "The test cannot deal with what f gave (TypeError): None; an array of shape (3,) and type "
    "float32. Compare it with what the notebook asks for: the number of values, their shapes and "
    "types.": Failure(
        why=Why.WRONG_FORM,
        function="f",
        type="TypeError",
        seen=(Look("nothing"), Look("array", shape=(3,), type="float32")),
    ),
    "To judge what f gave, the test would need too much memory. Compare its size with what the "
    "notebook asks for.": Failure(why=Why.TOO_LARGE, type="memory", function="f"),
    "What f gave has another form than the test asked for: step 3, array 1 should be an array of "
    "shape (15,), but it is an array of shape (1, 150000) and type float32.": Failure(
        why=Why.WRONG_FORM,
        function="f",
        gap=Gap(
            ("step 3", "array 1"),
            Look("array", shape=(15,)),
            Look("array", shape=(1, 150_000), type="float32"),
        ),
    ),
    "Cell 4 stopped with NameError: no x (line 2 of cell 4)": LOST_CELL,
    f"Cell 6 was stopped: {ENDED}": Failure(ENDED, Why.STOPPED, cell=6),
    f"f is not defined: Cell 6 was stopped: {ENDED}": Failure(
        why=Why.MISSING, function="f", cause=Failure(ENDED, Why.STOPPED, cell=6)
    ),
    "Cell 4, line 1, stopped with ModuleNotFoundError: there is no package seaborn here. Because "
    "of that, these names are not defined: sns.": NO_PACKAGE,
    f"Cell 6, line 2, stopped with NameError: name 'np' is not defined (line 2 of cell 9). {TEXT} "
    "Because of that, these names are not defined: x, y.": LOST_NAME,
    f"f stopped with NameError: name 'np' is not defined (line 2 of cell 9). {TEXT}": replace(
        NO_NAME, function="f"
    ).because(NO_PACKAGE),
    "f stopped with NameError: name 'x' is not defined (line 2 of cell 9). x comes from cell 6, "
    "line 2, which stopped with NameError: name 'np' is not defined. This goes back to cell 4, "
    "line 1, which stopped: there is no package seaborn here.": Failure(
        "name 'x' is not defined", Why.RAISED, "f", type="NameError", missing="x", place=Place(9, 2)
    ).because(LOST_NAME),
    "f stopped with ModuleNotFoundError: there is no module keras.more here": Failure(
        "No module named 'keras.more'",
        Why.RAISED,
        "f",
        type="ModuleNotFoundError",
        missing="keras.more",
    ),
    "f is not defined: it comes from cell 4, line 1, which stopped: there is no package seaborn "
    "here.": Failure(why=Why.MISSING, function="f").because(NO_PACKAGE),
    "f is not defined: it comes from cell 24, which the grader skips, because it has the tag "
    "otter_ignore. Copy its code into a new cell and delete this one: a new cell has no tag.": (
        Failure(why=Why.MISSING, function="f", cause=Failure("otter_ignore", Why.SKIPPED, cell=24))
    ),
    "Cell 24 is skipped by the grader, because it begins with the line # not graded. Delete that "
    "line.": Failure("# not graded", Why.SKIPPED, cell=24),
    "f stopped with NameError: no x. x comes from cell 24, which the grader skips.": Failure(
        "no x", Why.RAISED, "f", type="NameError", missing="x"
    ).because(Failure(why=Why.SKIPPED, cell=24)),
    "f stopped with NameError. In this notebook, cell 4, line 1 stopped: there is no package "
    "seaborn here.": Failure("", Why.RAISED, "f", type="NameError", sealed=True).because(
        NO_PACKAGE
    ),
    "f stopped with NameError. Does it use a name from a cell that the grader skips?": Failure(
        "", Why.RAISED, "f", type="NameError", sealed=True
    ),
    "f is a list at the end (cell 70), but the tests call it. Give one of the two another name.": (
        Failure(why=Why.OTHER, function="f", type="list", cell=70)
    ),
    "f stopped with AttributeError: 'numpy.ndarray' object has no attribute 'sqrt'. np is an "
    "ndarray since cell 5. Give that another name.": Failure(
        "'numpy.ndarray' object has no attribute 'sqrt'",
        Why.RAISED,
        "f",
        type="AttributeError",
        missing="np",
        cause=Failure(why=Why.OTHER, function="np", type="ndarray", cell=5),
    ),
    "f stopped with NameError: no np. np was deleted in cell 11. Delete that line, or define it "
    "again.": Failure(
        "no np",
        Why.RAISED,
        "f",
        type="NameError",
        missing="np",
        cause=Failure(why=Why.DELETED, function="np", cell=11),
    ),
    "f is not defined: it was deleted in cell 60. Delete that line, or define it again.": Failure(
        why=Why.MISSING, function="f", cause=Failure(why=Why.DELETED, function="f", cell=60)
    ),
    "f was deleted in cell 60.": Failure(why=Why.DELETED, function="f", cell=60),
    "Cell 5 stopped with SystemExit (line 2 of cell 5)": Failure(
        why=Why.RAISED, cell=5, type="SystemExit", place=Place(5, 2)
    ),
    "Cell 5, line 2, stopped with RuntimeError: No loop. Because of that, these names are not "
    "defined: x.": Failure(
        "No loop.", Why.RAISED, cell=5, line=2, type="RuntimeError", names=("x",)
    ),
    "f is None at the end, but the tests call it. Give one of the two another name.": Failure(
        why=Why.OTHER, function="f", type="NoneType"
    ),
    "The grader is at fault here, not your code: f runs, but stops with TypeError when the grader "
    "watches its networks. This is not counted as a mistake of yours; your instructor is told and "
    "decides about the points.": Failure("no", Why.INSTRUMENT, "f", type="TypeError"),
    "Your notebook replaces something of Python's or of a library's that the grader needs to look "
    "at f (keras.Layer.call). This gives no points by itself: your instructor is told and decides. "
    "Leave the libraries as they are, and submit again.": Failure(
        "no", Why.REPLACED, "f", type="keras.Layer.call"
    ),
    f"Cell 6 was left out: {ENDED}": Failure(ENDED, Why.ENDED, cell=6),
    "Cell 6 was left out: too large": Failure("too large", Why.REFUSED, cell=6),
}
"""By their sentences."""


@pytest.mark.parametrize(("sentence", "failure"), FAILURES.items(), ids=repr)
def test_sentences(sentence: str, failure: Failure) -> None:
    assert sentences.failure(failure) == (sentence or "This is not right yet.")
    test = TestResult("Test", failure, hidden=False, builds_on=("one", "two"))
    built = " This question builds on one, two, which failed."
    assert test.message == sentences.failure(failure) + built


def test_every_kind_of_failure_has_a_sentence() -> None:
    assert {failure.why for failure in FAILURES.values()} == {*Why}


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (Raised({"kind": "wrong", "message": "Too few."}), Failure("Too few.")),
        (
            Raised({"kind": "exception", "message": "no", "type": "KeyError", "place": [7, 2]}),
            Failure("no", Why.RAISED, "f", type="KeyError", place=Place(7, 2)),
        ),
        (Ended(ENDED), Failure(ENDED, Why.ENDED, "f")),
        (Refused("a set"), Failure("a set", Why.REFUSED, "f")),
        (AssertionError("It should be 6."), Failure("It should be 6.")),
        (Failed(Failure("Too far.", Why.JUDGED)), Failure("Too far.", Why.JUDGED)),
        (KeyError("a line of the test"), Failure(why=Why.WRONG_FORM, type="KeyError")),
    ],
)
def test_why_a_test_failed(error: Exception, failure: Failure) -> None:
    if isinstance(error, Problem):
        error.function = "f"
    assert why_failed(error) == failure


def thread_error() -> Exception:
    """What Python raises where a thread cannot be started: a kind that a test may raise too."""
    thread = threading.Thread(target=list)
    thread.start()
    with pytest.raises(RuntimeError) as raised:
        thread.start()
    return raised.value


@pytest.mark.parametrize(
    "error",
    [
        *(OSError(28, "No space left on device"), BlockingIOError(), TimeoutError("a lock")),
        *(MemoryError(), type("ArrayMemoryError", (MemoryError,), {})()),
        *(struct.error("12 bytes"), pickle.UnpicklingError("a damaged file"), EOFError()),
        *(ModuleNotFoundError("No module named 'scipy'"), Broken("a fork"), CannotGrade("x")),
        *(subprocess.TimeoutExpired("rm", 5), thread_error()),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("hidden", [False, True], ids=["", "as the cause of another"])
def test_what_no_value_can_make_a_test_raise_is_ours(error: Exception, hidden: bool) -> None:
    if hidden:
        outer = ValueError("it cannot be read")
        outer.__cause__, error = error, outer
    with pytest.raises(Broken, match="could not judge"):
        why_failed(error)


@pytest.mark.parametrize("error", [RuntimeError("no fit"), RecursionError(), LookupError()])
def test_what_a_value_can_make_a_test_raise_is_judged(error: Exception) -> None:
    assert why_failed(error) == Failure(why=Why.WRONG_FORM, type=type(error).__name__)


@pytest.mark.parametrize("failure", FAILURES.values(), ids=repr)
def test_failures_come_back_from_a_record(failure: Failure) -> None:
    test = TestResult("Test", failure, hidden=True, builds_on=("one",))
    question = QuestionResult("q", 2, 0, (test,))
    record = Record(Result("ada", "small", None, (question,), failed_cells=(failure, LOST_CELL)))
    assert records.loads(records.dumps(record)).result == record.result
    assert Failure.read(json.loads(json.dumps(asdict(failure)))) == failure


def questions(failure: Failure) -> tuple[QuestionResult, ...]:
    first = TestResult("It doubles.", failure, hidden=True)
    unrun = TestResult("It doubles again.", Failure(why=Why.NOT_RUN), hidden=False)
    built = TestResult("It pairs.", Failure("It should be 2."), False, builds_on=("double",))
    return QuestionResult("double", 2, 0, (first, unrun)), QuestionResult("pair", 3, 0, (built,))


def a_class() -> list[Record]:
    """A submission for each failure, one with a warning, and one that was not graded."""
    graded = [
        Result(f"s{number}", "small", None, questions(failure), failed_cells=(LOST_CELL,))
        for number, failure in enumerate(FAILURES.values())
        if failure.cell is None
    ]
    warned = Result("warned", "small", None, questions(Failure("No.")), warnings=("Unsafe.",))
    return [Record(r) for r in (*graded, warned, Result("zoe", "small", "It is a PDF file."))]


KNOWN = {
    "double": [
        misconceptions.known(f"m{number}", f"About {number}.", questions(failure)[0])
        for number, failure in enumerate(FAILURES.values())
        if failure.cell is None
    ]
}
"""As an earlier grading has kept it."""


def counts(folder: Path) -> dict[str, Any]:
    """Return all that reports count, and the structure of what they write."""
    found: dict[str, Any] = {}
    results = [record.result for record in a_class()]

    page = folder / "report.html"
    class_page.write(a_class(), page, known=KNOWN)
    scripts = re.findall(r"<script[^>]*>(.*?)</script>", page.read_text("utf-8"), re.DOTALL)
    data = json.loads(scripts[0])
    found["groups"] = [
        (section, "" if section == "Failures" else title, rows)
        for section, title, rows in data["groups"]
    ]
    found["rows"] = [(name, bool(status), scores) for name, status, scores, *_ in data["rows"]]
    details = [json.loads(line) for line in scripts[1].splitlines()]
    found["tests"] = [[number for number, _ in entry.get("tests", ())] for entry in details]
    found["notes"] = [len(entry.get("notes", ())) for entry in details]

    found["likeness"] = [
        misconceptions.nearest(q, KNOWN.get(q.name, [])) for r in results for q in r.questions
    ]
    found["kept"] = [misconceptions.known("m", "", q).failed for r in results for q in r.questions]

    for settings in (Settings(), Settings(hidden_tests="hidden")):
        contents = [gradescope.content(result, settings) for result in results]
        for content in contents:
            del content["output"]
            for test in content["tests"]:
                del test["output"]
        found[f"gradescope {settings.hidden_tests}"] = contents

    tables.grades_csv(map(Row.of, results), folder / "grades.csv")
    found["table"] = (folder / "grades.csv").read_text("utf-8-sig")

    found["surprises"] = [
        [name.partition(" ")[0] for name in audit._surprises(case, result, Part())]  # type: ignore[arg-type]
        for case in (CASE, MAY_LOSE)
        for result in results
    ]
    found["records"] = [records.dumps(record) for record in a_class()]
    return found


SUBMISSION = Submission("mutants/double/wrong", (Cell(1, "x = 1"),))
CASE = Case(SUBMISSION.name, "mutant", "double", SUBMISSION, "Wrong.", None)
MAY_LOSE = Case(
    "variants/double/weak", "variant", "double", SUBMISSION, "", None, frozenset({"double"})
)


class Part:
    """What an audit asks of an autograder."""

    automatic = (
        Question("double", 2, False, (), 30, None),
        Question("pair", 3, False, ("double",), 30, None),
    )


def other_words(make: Callable[..., str]) -> Callable[..., str]:
    return lambda *arguments: f"Cell 1 stopped with {len(make(*arguments))}, Not run, for example"


def test_other_words_change_no_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, told = counts(tmp_path), [record.result.notes for record in a_class()]
    assert {section for section, *_ in before["groups"]} >= {"Failures", "Resembles", "Status"}
    assert any(before["likeness"]) and any(before["surprises"])
    for name in ("failure", "brief", "builds_on"):
        monkeypatch.setattr(sentences, name, other_words(getattr(sentences, name)))
    assert counts(tmp_path) == before
    assert [record.result.notes for record in a_class()] != told


@pytest.mark.parametrize(
    "problem",
    [
        Raised(
            {
                **{"kind": "exception", "type": "NameError", "message": "no x", "place": [3, 4]},
                **{"line": 2, "names": ["x"], "missing": "x", "mistake": ""},
            }
        ),
        Refused("a set"),
        Ended(ENDED),
        OtherForm(Gap(("step 1",), Look("list", count=2), Look("nothing"))),
    ],
    ids=lambda problem: type(problem).__name__,
)
def test_problems_cross_to_the_process_that_carries_out_tests(problem: Problem) -> None:
    problem.function = "f"
    arrived = pickle.loads(pickle.dumps(problem))
    assert type(arrived) is type(problem)
    assert why_failed(arrived) == why_failed(problem)
    assert why_failed(arrived, sealed=True) == why_failed(problem, sealed=True)
