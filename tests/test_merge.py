"""Final marks: the machine's and people's, corrections, attempts and lateness, nothing guessed."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from conftest import MakePart
from gangrade import report
from gangrade.examiner import Autograder
from gangrade.marking import Mark, Override
from gangrade.merge import Known, Merged, keep_memory, merge, read_memory, row, table
from gangrade.records import Record
from gangrade.results import QuestionResult, Result, TestResult
from gangrade.roster import Roster
from gangrade.terms import Amount, Policy, Terms

TESTS = 'def test_hidden(one):\n    """It works."""\n    assert one() == 1\n'
LEVELS = [
    {"points": 2, "earns": "Both ideas."},
    {"points": 1, "earns": "One *idea*."},
    {"points": 0, "earns": "None."},
]
ESSAY = {"manual": True, "asks": "Why?", "answer": "Because.", "rubric": LEVELS}
DUE = dt.datetime(2026, 11, 20, 23, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def autograder(make_part: MakePart) -> Autograder:
    """A part of 2 + 2 automatic points and 2 + 2 points for written answers."""
    return make_part(
        {"one": TESTS, "two": TESTS, "essay": "", "story": ""}, {"essay": ESSAY, "story": ESSAY}
    )


def record(name: str, one: float = 2, two: float = 2, status: str = "graded") -> Record:
    questions = tuple(
        QuestionResult(q, 2, score, (TestResult("It works.", score > 0, "", True),))
        for q, score in (("one", one), ("two", two))
    )
    result = Result(name, "small", status, questions, ("essay", "story"))
    return Record(result, keys={"one": "key of one", "two": "key of two"})


def answers(*names: str) -> dict[str, dict[str, Known]]:
    return {
        question: {f"{question[0]}{name}".upper(): Known(name, "v1", "given") for name in names}
        for question in ("essay", "story")
    }


def mark(name: str, question: str, points: float | None, grader: str = "Eve", **more: Any) -> Mark:
    fields = {"version": "v1", "comment": "", "where": f"{grader}.csv, line {name}"} | more
    return Mark(question, f"{question[0]}{name}".upper(), points=points, grader=grader, **fields)


def override(name: str, question: str, points: float, reason: str = "Appeal") -> Override:
    return Override(name, question, points, reason, "Prof", "overrides.csv, line 2")


def full(*names: str) -> list[Mark]:
    return [mark(name, question, 2) for name in names for question in ("essay", "story")]


Merge = Callable[..., Merged]


@pytest.fixture
def merged(autograder: Autograder) -> Merge:
    def run(
        records: Sequence[Record],
        marks: Sequence[Mark] = (),
        overrides: Sequence[Override] = (),
        **options: Any,
    ) -> Merged:
        names = [record.result.name for record in records]
        known = options.pop("known", answers(*names))
        return merge(records, autograder, known, marks, overrides, **options)

    return run


def test_marks_of_people_are_added(merged: Merge) -> None:
    found = merged([record("ada", two=0)], [mark("ada", "essay", 1), mark("ada", "story", 1.5)])
    [final] = found.finals
    assert (final.total, final.possible, final.open) == (4.5, 8, ())
    assert found.problems == []
    essay = next(question for question in final.questions if question.name == "essay")
    assert essay.level is not None and essay.level.points == 1
    story = next(question for question in final.questions if question.name == "story")
    assert story.level is not None and story.level.points == 1  # 1.5 reaches the level of 1


def test_what_is_not_marked_is_open(merged: Merge, autograder: Autograder) -> None:
    found = merged([record("ada")], [mark("ada", "essay", 1)])
    assert found.problems == ["ada: no mark for story."]
    [line] = csv.DictReader(io.StringIO(table(found, autograder)))
    assert (line["status"], line["total"], line["story"]) == ("open: story", "", "")
    assert (line["one"], line["essay"], line["possible"]) == ("2", "1", "8")


def test_two_markers_who_agree(merged: Merge) -> None:
    marks = [*full("ada"), mark("ada", "essay", 2, "Bob", comment="Fine.")]
    found = merged([record("ada")], marks)
    assert (found.finals[0].total, found.problems) == (8, [])
    assert found.finals[0].questions[2].comments == ("Fine.",)


def test_two_markers_who_disagree(merged: Merge) -> None:
    marks = [*full("ada"), mark("ada", "essay", 1, "Bob")]
    found = merged([record("ada")], marks)
    assert found.finals[0].open == ("essay",)
    assert "ada, essay: markers disagree: Eve 2 (Eve.csv, line ada), Bob 1" in found.problems[0]
    found = merged([record("ada")], marks, [override("ada", "essay", 1.5)])
    assert (found.finals[0].total, found.finals[0].open) == (7.5, ())


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (mark("eve", "essay", 1), "essay has no answer EEVE"),
        (mark("ada", "poem", 1), "there is no written question poem"),
        (mark("ada", "one", 1), "there is no written question one"),
        (mark("ada", "essay", 3), "3 points are more than the 2 of essay"),
        (mark("ada", "essay", None, comment="?"), "there is a comment, but there are no points"),
        (mark("ada", "essay", 1, version="v0"), "has changed since it was marked"),
    ],
)
def test_marks_that_cannot_count_are_told(line: Mark, said: str, merged: Merge) -> None:
    found = merged([record("ada")], [mark("ada", "story", 2), line])
    assert said in found.problems[0]
    assert line.where in found.problems[0]
    assert found.finals[0].open == ("essay",)


def test_marks_of_a_submission_that_is_gone(merged: Merge) -> None:
    found = merged([record("ada")], full("ada", "bob"), known=answers("ada", "bob"))
    assert len(found.problems) == 2
    assert "the submission of answer EBOB to essay is not among the results" in found.problems[0]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([override("eve", "one", 1)], "there is no submission eve"),
        ([override("ada", "three", 1)], "there is no question three"),
        ([override("ada", "one", 2.5)], "2.5 points are more than the 2 of one"),
        ([override("ada", "one", 1), override("ada", "one", 0)], "corrections disagree"),
    ],
)
def test_corrections_that_cannot_count_are_told(
    lines: list[Override], said: str, merged: Merge
) -> None:
    found = merged([record("ada")], full("ada"), lines)
    assert said in found.problems[0]
    assert found.finals[0].total == 8


def test_corrections_count_before_all_else(merged: Merge) -> None:
    lines = [override("ada", "one", 1), override("ada", "essay", 0)]
    found = merged([record("ada", one=0)], full("ada"), lines)
    assert (found.finals[0].total, found.problems) == (5, [])


def test_a_submission_that_no_machine_could_grade(merged: Merge) -> None:
    found = merged([record("ada", status="This is a PDF file.")], full("ada"))
    assert found.finals[0].open == ("one", "two")
    found = merged(
        [record("ada", status="This is a PDF file.")],
        full("ada"),
        [override("ada", "one", 2, "on paper"), override("ada", "two", 0, "on paper")],
    )
    assert (found.finals[0].total, found.problems) == (6, [])


def test_a_correction_of_what_was_graded_again_is_pointed_out(
    merged: Merge, tmp_path: Path
) -> None:
    line = override("ada", "one", 2)
    first = merged([record("ada", one=0)], full("ada"), [line])
    assert first.notes == []
    keep_memory(tmp_path, first)
    again = merged([record("ada", one=0)], full("ada"), [line], memory=read_memory(tmp_path))
    assert again.notes == []
    graded = record("ada", one=0)
    graded = Record(graded.result, keys={**graded.keys, "one": "another key"})
    for _ in range(2):  # until somebody has said that it was seen
        third = merged([graded], full("ada"), [line], memory=read_memory(tmp_path))
        assert "one of ada has been graded or handed in again" in third.notes[0]
        assert third.finals[0].total == 8
        keep_memory(tmp_path, third)
    seen = override("ada", "one", 2, "Appeal; seen again")
    fourth = merged([graded], full("ada"), [seen], memory=read_memory(tmp_path))
    assert fourth.notes == []
    keep_memory(tmp_path, fourth)
    assert merged([graded], full("ada"), [seen], memory=read_memory(tmp_path)).notes == []


def test_a_correction_of_an_answer_that_was_handed_in_anew(merged: Merge) -> None:
    line = override("ada", "essay", 2)
    first = merged([record("ada")], full("ada"), [line])
    known = answers("ada")
    known["essay"]["EADA"] = Known("ada", "v2", "given")
    again = merged(
        [record("ada")], [mark("ada", "story", 2)], [line], known=known, memory=first.memory
    )
    assert "essay of ada has been graded or handed in again" in again.notes[0]


# --- lateness and attempts -----------------------------------------------------------------------

TERMS = Terms(DUE, late=Policy(Amount(10, True), dt.timedelta(minutes=15), Amount(50, True)))


@pytest.mark.parametrize(
    ("late", "total", "said"),
    [
        (-HOUR, 8, ""),
        (dt.timedelta(minutes=10), 8, "still counts as in time"),
        (5 * HOUR, 7.2, "5 hours after the due date. This takes away 0.8 points (10 % a day, 50 %"),
        (49 * HOUR, 5.6, "2 days 1 hour after the due date. This takes away 2.4 points"),
        (999 * HOUR, 4, "takes away 4 points"),
    ],
)
def test_lateness(late: dt.timedelta, total: float, said: str, merged: Merge) -> None:
    found = merged([record("ada")], full("ada"), terms=TERMS, times={"ada": DUE + late})
    assert found.finals[0].total == pytest.approx(total)
    assert said in found.finals[0].lateness
    assert row(found.finals[0]).score == pytest.approx(total)


def test_a_time_that_is_not_known_is_told(merged: Merge) -> None:
    found = merged([record("ada")], full("ada"), terms=TERMS)
    assert "it is not known when it was handed in" in found.problems[0]


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_text(
        "name,id,email\nAda Lovelace,10017,ada@uni.example\nBob Ross,10018,bob@uni.example\n"
    )
    return Roster.read(path)


TRIES = ("ada_10017_first", "ada_10017_second", "ada_10017_third")
TIMES = {name: DUE + hours * HOUR for name, hours in zip(TRIES, (-9, 30, -1), strict=True)}


def test_the_last_attempt_counts(merged: Merge, roster: Roster) -> None:
    tries = [record(TRIES[0]), record(TRIES[1], one=0), record(TRIES[2], one=0, two=0)]
    found = merged(tries, full(*TRIES), roster=roster, times=TIMES)
    [final] = found.finals
    assert (final.result.name, final.total) == ("ada_10017_second", 6)
    assert final.attempts == TRIES
    assert final.student is not None and final.student.id == "10017"


def test_the_best_attempt_counts_with_its_lateness(merged: Merge, roster: Roster) -> None:
    terms = Terms(DUE, "best", Policy(Amount(2)))
    tries = [record(TRIES[0], one=0), record(TRIES[1]), record(TRIES[2], one=0, two=0)]
    found = merged(tries, full(*TRIES), roster=roster, times=TIMES, terms=terms)
    # 6, 8 − 2 · 2 and 4
    assert [(final.result.name, final.total) for final in found.finals] == [("ada_10017_first", 6)]


def test_attempts_that_cannot_be_compared_are_told(merged: Merge, roster: Roster) -> None:
    tries = [record(name) for name in TRIES]
    found = merged(tries, full(*TRIES), roster=roster)
    assert found.finals == []
    assert "Ada Lovelace (10017) has 3 attempts" in found.problems[0]
    terms = Terms(attempts="best")
    found = merged(tries, full(*TRIES[:2]), roster=roster, terms=terms)
    assert found.finals == []
    assert "ada_10017_third is not marked yet" in found.problems[0]


def test_a_submission_of_nobody_is_told(merged: Merge, roster: Roster) -> None:
    found = merged([record("zoe_10099_x")], full("zoe_10099_x"), roster=roster)
    assert '"zoe_10099_x" fits no student' in found.problems[0]


def test_an_extension(merged: Merge, roster: Roster) -> None:
    terms = Terms(DUE, late=Policy(Amount(1)), extensions={"ada@uni.example": DUE + 40 * HOUR})
    names = ["ada_10017", "bob_10018"]
    times = dict.fromkeys(names, DUE + 30 * HOUR)
    found = merged(
        [record(name) for name in names], full(*names), roster=roster, times=times, terms=terms
    )
    assert {final.result.name: final.total for final in found.finals} == {
        "ada_10017": 8,
        "bob_10018": 6,
    }


# --- what comes out ------------------------------------------------------------------------------


def test_the_page_of_a_student(merged: Merge) -> None:
    marks = [
        mark("ada", "essay", 1, comment="<b>Say</b> why."),
        mark("ada", "story", 2),
    ]
    lines = [override("ada", "one", 2, "The test was too strict.")]
    times = {"ada": DUE + HOUR}
    [final] = merged([record("ada", one=0)], marks, lines, terms=TERMS, times=times).finals
    page = report.feedback(final.result, final)
    assert "6.2" in page and "of 8 points" in page
    assert "&lt;b&gt;Say&lt;/b&gt; why." in page
    assert "The test was too strict." in page and "by Prof" in page
    assert "One <em>idea</em>." in page
    assert "1 hour after the due date" in page
    assert "marked by a person; their points come on top" not in page


def test_names_in_the_table_are_inert(merged: Merge, autograder: Autograder) -> None:
    found = merged([record("=1+1")], full("=1+1"))
    assert "\n'=1+1," in table(found, autograder)
