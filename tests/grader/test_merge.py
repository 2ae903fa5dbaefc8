"""Final marks: the machine's and people's, corrections, attempts and lateness, nothing guessed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import MakePart
from gangrade.errors import InputError
from gangrade.finals.files import read_memory, row, table, write
from gangrade.finals.final import Merged, Missing
from gangrade.finals.merge import Results, merge_results, read_marks, read_results
from gangrade.finals.roster import Roster
from gangrade.finals.terms import Terms
from gangrade.marking.key import KnownAnswer, read_answers
from gangrade.marking.marks import Mark, Override
from gangrade.part.part import Autograder
from gangrade.reports import feedback
from gangrade.results import records
from gangrade.results.failure import Failure, Why
from gangrade.results.lateness import Amount, Policy
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result, TestResult

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


def record(name: str, one: float = 2, two: float = 2, refused: str | None = None) -> Record:
    questions = tuple(
        QuestionResult(
            q, 2, score, (TestResult("It works.", None if score > 0 else Failure(), True),)
        )
        for q, score in (("one", one), ("two", two))
    )
    result = Result(name, "small", refused, questions, ("essay", "story"))
    return Record(result, keys={"one": "key of one", "two": "key of two"})


def answers(*names: str) -> dict[str, dict[str, KnownAnswer]]:
    return {
        question: {
            f"{question[0]}{name}".upper(): KnownAnswer(name, "v1", "given") for name in names
        }
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
        works: Sequence[Record],
        marks: Sequence[Mark] = (),
        overrides: Sequence[Override] = (),
        **options: Any,
    ) -> Merged:
        names = [work.result.name for work in works]
        known = options.pop("known", answers(*names))
        results = Results(list(works), **options.pop("results", {}))
        return merge_results(
            results, autograder, known, marks=marks, overrides=overrides, **options
        )

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


@pytest.mark.parametrize(
    ("why", "reason"),
    [
        (Why.INSTRUMENT, "the grader itself was at fault: the code runs without its instruments"),
        (
            Why.REPLACED,
            "the notebook replaces something of Python's or of a library's that the grader needs",
        ),
    ],
)
def test_what_the_grader_could_not_judge_is_open_until_somebody_has_decided(
    merged: Merge, why: Why, reason: str
) -> None:
    lost, full_marks = record("ada", two=0), record("bob")
    one, two = lost.result.questions
    two = replace(two, tests=(TestResult("It works.", Failure("x", why, "two"), hidden=True),))
    work = replace(lost, result=replace(lost.result, questions=(one, two)))
    found = merged([work, full_marks], full("ada", "bob"))
    assert found.problems == [
        f"two: no mark for ada: {reason}. Read the code, and correct the mark."
    ]
    ada, bob = found.finals
    assert (ada.status, bob.status, bob.total) == ("open: two", "complete", 8)
    page = feedback.feedback_page(ada.result, ada)
    assert page.count('<p class="mark bad">open</p>') == 1
    [ada] = merged([work], full("ada"), [override("ada", "two", 1)]).finals
    assert (ada.status, ada.total) == ("complete", 7)


def test_what_canvas_test_student_handed_in_is_told_and_counts_for_nobody(
    merged: Merge, tmp_path: Path
) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text(
        'Student,ID,SIS User ID,SIS Login ID,Section\n"Lovelace, Ada",11111,u1,ada,A\n'
        '"Student, Test",99999,,3f1c8d0a,A\n',
        encoding="utf-8",
    )
    ada, trial = "lovelaceada_11111_77_gan", "studenttest_99999_78_gan"
    found = merged([record(ada), record(trial)], full(ada, trial), roster=Roster.read(roster))
    assert [(final.result.name, final.status) for final in found.finals] == [(ada, "complete")]
    assert found.problems == [] and trial in found.notes[0]


def test_what_is_not_marked_is_open(merged: Merge, autograder: Autograder) -> None:
    found = merged([record("ada")], [mark("ada", "essay", 1)])
    assert found.problems == ["story: no mark for ada."]
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


@pytest.mark.parametrize(
    "line",
    [mark("ada", "essay", 3, "Bob"), mark("ada", "essay", None, "Bob", comment="Not finished.")],
)
def test_a_second_mark_that_cannot_count_leaves_it_open(line: Mark, merged: Merge) -> None:
    found = merged([record("ada")], [*full("ada"), line])
    assert found.finals[0].open == ("essay",)
    assert merged([record("ada")], full("ada"), unused=[("essay", "EADA")]).finals[0].open
    found = merged([record("ada")], [*full("ada"), line], [override("ada", "essay", 1)])
    assert found.finals[0].total == 7


def test_a_mark_without_its_version_is_told(merged: Merge) -> None:
    found = merged([record("ada")], [*full("ada"), mark("ada", "essay", 2, "Bob", version="")])
    assert "the version of the answer EADA to essay is missing" in found.problems[0]
    assert found.finals[0].open == ("essay",)


def test_what_was_marked_again_is_not_asked_for(merged: Merge) -> None:
    found = merged([record("ada")], [*full("ada"), mark("ada", "essay", 1, version="v0")])
    assert (found.finals[0].total, found.problems) == (8, [])


def test_comments_of_markers_who_disagree_stay_with_them(merged: Merge) -> None:
    marks = [
        mark("ada", "essay", 2, comment="Good."),
        mark("ada", "essay", 1, "Bob", comment="One idea."),
    ]
    essay = merged([record("ada")], marks).finals[0].questions[2]
    assert essay.comments == ()
    essay = merged([record("ada")], marks, [override("ada", "essay", 1)]).finals[0].questions[2]
    assert essay.comments == ("One idea.",)


def test_marks_of_a_submission_that_is_gone(merged: Merge) -> None:
    found = merged([record("ada")], full("ada", "bob"), known=answers("ada", "bob"))
    assert len(found.problems) == 2
    assert "the submission of answer EBOB to essay is not among the results" in found.problems[0]


@pytest.mark.parametrize(
    ("lines", "said", "status"),
    [
        ([override("eve", "one", 1)], "there is no submission eve", "complete"),
        (
            [override("ada", "three", 1)],
            "there is no question three",
            "open: correction of an unknown question",
        ),
        ([override("ada", "one", 2.5)], "2.5 points are more than the 2 of one", "open: one"),
        (
            [override("ada", "one", 1), override("ada", "one", 0)],
            "corrections disagree",
            "open: one",
        ),
    ],
)
def test_corrections_that_cannot_count_are_told(
    lines: list[Override], said: str, status: str, merged: Merge
) -> None:
    found = merged([record("ada")], full("ada"), lines)
    assert said in found.problems[0]
    assert found.finals[0].status == status


def test_a_question_that_has_other_points_now_is_open(merged: Merge) -> None:
    old = QuestionResult("one", 4, 4, (TestResult("It works.", None, True),))
    before = record("ada")
    result = replace(before.result, questions=(old, before.result.questions[1]))
    found = merged([replace(before, result=result)], full("ada"))
    assert found.finals[0].open == ("one",)
    assert "when the question had 4 points, and now it has 2. Grade it again" in found.problems[0]


@pytest.mark.parametrize(
    ("code", "source", "other"),
    [
        ("", "", False),  # of an earlier version
        ("code of ada", "elsewhere/ada.ipynb", False),
        ("code of bob", "/in/ada.ipynb", True),
        ("code of ada", "/in/bob.ipynb", True),
    ],
)
def test_answers_of_another_file_than_was_graded(
    code: str, source: str, other: bool, merged: Merge
) -> None:
    graded = [
        replace(record(name), code=f"code of {name}", source=f"/in/{name}.ipynb")
        for name in ("ada", "bob")
    ]
    known = answers("ada", "bob")
    for codes in known.values():
        codes.update(
            {c: replace(k, code=code, source=source) for c, k in codes.items() if "ADA" in c}
        )
    found = merged(graded, full("ada", "bob"), known=known)
    ada, bob = found.finals
    assert (ada.status, bob.status) == (
        "open: answers of another file" if other else "complete",
        "complete",
    )
    said = [problem for problem in found.problems if "another file than was graded" in problem]
    assert len(said) == other


def test_corrections_count_before_all_else(merged: Merge) -> None:
    lines = [override("ada", "one", 1), override("ada", "essay", 0)]
    found = merged([record("ada", one=0)], full("ada"), lines)
    assert (found.finals[0].total, found.problems) == (5, [])


def test_a_submission_that_no_machine_could_grade(merged: Merge) -> None:
    found = merged([record("ada", refused="This is a PDF file.")], full("ada"))
    assert found.finals[0].open == ("one", "two")
    found = merged(
        [record("ada", refused="This is a PDF file.")],
        full("ada"),
        [override("ada", "one", 2, "on paper"), override("ada", "two", 0, "on paper")],
    )
    assert (found.finals[0].total, found.problems) == (6, [])


def test_a_correction_of_what_was_graded_again_is_pointed_out(
    merged: Merge, autograder: Autograder, tmp_path: Path
) -> None:
    def run(key: str, *lines: Override) -> list[str]:
        memory = read_memory(tmp_path, "small")
        graded = record("ada", one=0)
        graded = Record(graded.result, keys={**graded.keys, "one": key})
        found = merged([graded], full("ada"), lines, before=memory.corrections)
        assert found.finals[0].total == (8 if lines else 6)
        notes = list(found.notes)
        write(tmp_path, found, autograder, roster=None, memory=memory)
        return notes

    line = override("ada", "one", 2)
    assert run("a key", line) == []
    assert run("a key", line) == []
    for _ in range(2):  # until somebody has said that it was seen
        assert "one of ada has been graded or handed in again" in run("another key", line)[0]
    assert run("another key") == []
    assert len(run("another key", line)) == 1  # also after a merge without corrections
    seen = override("ada", "one", 2, "Appeal; seen again")
    assert run("another key", seen) == []
    assert run("another key", seen) == []


def test_a_correction_of_an_answer_that_was_handed_in_anew(merged: Merge) -> None:
    line = override("ada", "essay", 2)
    first = merged([record("ada")], full("ada"), [line])
    known = answers("ada")
    known["essay"]["EADA"] = KnownAnswer("ada", "v2", "given")
    again = merged(
        [record("ada")], [mark("ada", "story", 2)], [line], known=known, before=first.corrections
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
    assert found.finals[0].status == "open: time not known"


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    path = tmp_path / "roster.csv"
    path.write_text(
        "name,id,email,login\nAda Lovelace,10017,ada@uni.example,al17\n"
        "Bob Ross,10018,bob@uni.example,br18\n"
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
    assert [final.status for final in found.finals] == ["open: which attempt counts"]
    assert "Ada Lovelace (10017) has 3 attempts" in found.problems[0]
    terms = Terms(attempts="best")
    found = merged(tries, full(*TRIES[:2]), roster=roster, terms=terms)
    assert [final.status for final in found.finals] == ["open: which attempt counts"]
    assert "ada_10017_third is not complete yet: open: essay story" in found.problems[0]


@pytest.mark.parametrize("attempts", ["last", "best"])
def test_attempts_with_a_time_that_is_not_known(
    attempts: Any, merged: Merge, roster: Roster
) -> None:
    terms = Terms(DUE, attempts, Policy(Amount(2)))
    times = {name: TIMES[name] for name in TRIES[1:]}
    tries = [record(name) for name in TRIES]
    found = merged(tries, full(*TRIES), roster=roster, times=times, terms=terms)
    assert [final.status for final in found.finals] == ["open: which attempt counts"]


def test_attempts_of_the_same_time(merged: Merge, roster: Roster) -> None:
    times = {**TIMES, TRIES[0]: TIMES[TRIES[1]]}
    tries = [record(name) for name in TRIES]
    found = merged(tries, full(*TRIES), roster=roster, times=times)
    assert [final.status for final in found.finals] == ["open: which attempt counts"]
    assert "ada_10017_first and ada_10017_second came at the same time" in found.problems[0]


def test_the_earlier_of_equally_good_attempts_counts(merged: Merge, roster: Roster) -> None:
    times = {TRIES[0]: DUE + HOUR, TRIES[1]: DUE, TRIES[2]: DUE + 2 * HOUR}
    tries = [record(name) for name in TRIES]
    terms = Terms(attempts="best")  # without a due date nothing is late
    found = merged(tries, full(*TRIES), roster=roster, times=times, terms=terms)
    assert found.finals[0].result.name == TRIES[1]


def test_a_correction_of_an_attempt_that_does_not_count(merged: Merge, roster: Roster) -> None:
    lines = [override(TRIES[0], "one", 2), override(TRIES[1], "two", 2)]
    found = merged([record(n) for n in TRIES], full(*TRIES), lines, roster=roster, times=TIMES)
    assert found.notes == [
        "overrides.csv, line 2: ada_10017_first is corrected, but another attempt counts: "
        "ada_10017_second."
    ]


def test_there_is_a_line_for_each_student(
    merged: Merge, roster: Roster, autograder: Autograder
) -> None:
    found = merged([record(name) for name in TRIES], full(*TRIES), roster=roster)
    ada, bob = csv.DictReader(io.StringIO(table(found, autograder)))
    assert (ada["student"], ada["status"], ada["total"], ada["attempts"]) == (
        "Ada Lovelace",
        "open: which attempt counts",
        "",
        "3",
    )
    assert ada["submission"] == " ".join(TRIES)
    assert ada["one"] == ada["essay"] == ""
    assert (bob["student"], bob["status"], bob["total"]) == ("Bob Ross", Missing.NOTHING, "")
    assert bob["possible"] == "8"
    found = merged([record("ada_bob")], full("ada_bob"), roster=roster)
    assert [final.status for final in found.finals] == ["open: not in the roster"]


def test_a_damaged_record_is_not_nothing(merged: Merge, roster: Roster) -> None:
    damaged = Record(Result("ada_10017", "small", "damaged"))
    found = merged([damaged], full("ada_10017"), roster=roster, results={"damaged": ["ada_10017"]})
    assert found.finals[0].status == "open: one two; its record.json cannot be read"
    assert "ada_10017: its record.json cannot be read" in found.problems[0]
    assert [student.name for student in found.missing] == ["Bob Ross"]


def test_an_open_mark_has_no_penalty_yet(merged: Merge) -> None:
    times = {"ada": DUE + 5 * HOUR}
    [final] = merged([record("ada")], full("ada")[:1], terms=TERMS, times=times).finals
    assert final.lateness == (
        "Late: submitted 5 hours after the due date. When all is marked, this takes away 10 % a "
        "day, 50 % at most."
    )
    assert final.penalty == 0
    times = {"ada": DUE + HOUR / 6}
    [final] = merged([record("ada")], full("ada")[:1], terms=TERMS, times=times).finals
    assert "still counts as in time" in final.lateness


def test_a_submission_of_nobody_is_told(merged: Merge, roster: Roster) -> None:
    found = merged([record("zoe_10099_x")], full("zoe_10099_x"), roster=roster)
    assert '"zoe_10099_x" fits no student' in found.problems[0]
    assert found.finals[0].status == "open: not in the roster"


NAMES = ("ada_10017", "bob_10018")


@pytest.mark.parametrize(
    ("key", "totals", "said"),
    [
        ("ada@uni.example", (8, 6), None),
        ("10017", (8, 6), None),
        ("al17", (8, 6), None),
        ("ada lovelace", (8, 6), None),
        ("ada_10017", (8, 6), None),
        ("ada@uni.exmaple", (6, 6), "fits nobody"),
        ("ada smith", (6, 6), "fits nobody"),
    ],
)
def test_an_extension(
    key: str, totals: tuple[float, float], said: str | None, merged: Merge, roster: Roster
) -> None:
    terms = Terms(DUE, late=Policy(Amount(1)), extensions={key: DUE + 40 * HOUR})
    times = dict.fromkeys(NAMES, DUE + 30 * HOUR)
    works = [record(name) for name in NAMES]
    found = merged(works, full(*NAMES), roster=roster, times=times, terms=terms)
    assert tuple(final.total for final in found.finals) == totals
    assert [said in problem for problem in found.problems if said] == ([True] if said else [])
    assert not found.problems or key in found.problems[0]


def test_an_extension_that_fits_two_students(merged: Merge, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("name,id\nAda Lovelace,10017\nAda Lovelace,10018\nEve Orr,10019\n")
    names = (*NAMES, "eve_10019")
    terms = Terms(DUE, late=Policy(Amount(1)), extensions={"ada lovelace": DUE + 40 * HOUR})
    times = dict.fromkeys(NAMES, DUE + HOUR) | {"eve_10019": DUE}
    works = [record(name) for name in names]
    roster = Roster.read(path)
    found = merged(works, full(*names), roster=roster, times=times, terms=terms)
    assert "Ada Lovelace (10017) and Ada Lovelace (10018)" in found.problems[-1]
    status = {final.result.name: final.status for final in found.finals}
    assert status["ada_10017"] == "open: extension not clear"
    assert not any(final.penalty for final in found.finals)
    assert status["eve_10019"] == "complete"


def test_an_extension_without_a_roster(merged: Merge) -> None:
    terms = Terms(DUE, late=Policy(Amount(1)), extensions={"ada": DUE + 40 * HOUR})
    found = merged([record("ada")], full("ada"), times={"ada": DUE + HOUR}, terms=terms)
    assert (found.finals[0].total, found.problems) == (8, [])


# --- what comes out ------------------------------------------------------------------------------


def test_the_page_of_a_student(merged: Merge) -> None:
    marks = [
        mark("ada", "essay", 1, comment="<b>Say</b> why."),
        mark("ada", "story", 2),
    ]
    lines = [override("ada", "one", 2, "The test was too strict.")]
    times = {"ada": DUE + HOUR}
    [final] = merged([record("ada", one=0)], marks, lines, terms=TERMS, times=times).finals
    page = feedback.feedback_page(final.result, final)
    assert "6.2" in page and "of 8 points" in page
    assert "&lt;b&gt;Say&lt;/b&gt; why." in page
    assert "The test was too strict." in page and "by Prof" in page
    assert "One <em>idea</em>." in page
    assert "1 hour after the due date" in page
    assert "marked by a person; their points come on top" not in page


def test_names_in_the_table_are_inert(merged: Merge, autograder: Autograder) -> None:
    found = merged([record("=1+1")], full("=1+1"))
    assert "\n'=1+1," in table(found, autograder)


# --- what is read --------------------------------------------------------------------------------


def grade(folder: Path, name: str, graded: Record | None = None) -> None:
    (folder / name).mkdir(parents=True)
    (folder / name / records.NAME).write_text(records.dumps(graded or record(name)), "utf-8")


def test_copies_and_damaged_records(tmp_path: Path) -> None:
    grade(tmp_path, "ada", record("ada", one=0))
    grade(tmp_path, "ada_before", record("ada"))
    grade(tmp_path, "bob_renamed", record("bob"))
    grade(tmp_path, "eve")
    (tmp_path / "eve" / records.NAME).write_text("{")
    found = read_results(tmp_path, "small")
    scores = {entry.result.name: entry.result.score for entry in found.records}
    assert scores == {"ada": 2, "bob_renamed": 0, "eve": 0}
    assert found.damaged == ["bob_renamed", "eve"]
    assert [note.partition(" is ")[2] for note in found.notes] == [
        "a copy of the results of ada: left out."
    ]
    with pytest.raises(InputError, match="has no results of other"):
        read_results(tmp_path / "ada", "other")
    shutil.rmtree(tmp_path / "ada")
    with pytest.raises(InputError, match="has no results that can be read"):
        read_results(tmp_path, "small")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff",
        b"[]",
        b"[" * 100_000,
        b'{"part": "small", "questions": {"q": {"C": {"submission": ["a"], "version": "v", '
        b'"state": "given"}}}}',
    ],
)
def test_damaged_answers_are_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "answers.json").write_bytes(content)
    with pytest.raises(InputError, match=r"is damaged\. Run `gangrade answers` again"):
        read_answers(tmp_path, "small")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff",
        b"[]",
        b"[" * 100_000,
        b'{"part": "small", "corrections": [], "pages": []}',
        b'{"part": "small", "corrections": {"ada one": {"line": 1}}, "pages": []}',
        b'{"part": "small", "corrections": {"ada one": {"score": 1}}, "pages": []}',
        b'{"part": "small", "corrections": {}, "pages": [1]}',
        b'{"ada one": {"line": [2, "Appeal", "Prof"], "score": 0, "state": "key"}}',
    ],
)
def test_a_damaged_memory_is_told(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "merged.json").write_bytes(content)
    with pytest.raises(InputError, match=r"merged\.json is damaged\. Delete it"):
        read_memory(tmp_path, "small")


def test_marks_that_cannot_be_read_are_known_by_their_answers(tmp_path: Path) -> None:
    path = tmp_path / "marks.csv"
    path.write_text(
        "question,answer,version,points,comment,grader\n"
        "essay,eada,v1,two,,Eve\nessay,EBOB,v1,2,,Eve\nessay,EEVE,v1,,,\n"
    )
    marks, unused, problems = read_marks([path])
    assert ([mark.answer for mark in marks], unused) == (["EBOB"], [("essay", "EADA")])
    assert "two" in problems[0]
    path.write_text("question,answer,points\n")
    with pytest.raises(InputError, match="has no column version"):
        read_marks([path])


@pytest.mark.parametrize("name", ["..", "", "../elsewhere", ".git"])
def test_only_pages_below_the_folder_are_remembered(name: str, tmp_path: Path) -> None:
    content = {"part": "small", "corrections": {}, "pages": [name, "ada"]}
    (tmp_path / "merged.json").write_text(json.dumps(content))
    assert read_memory(tmp_path, "small").pages == ("ada",)


def test_what_cannot_be_graded_is_told_as_that(merged: Merge, autograder: Autograder) -> None:
    works = [record("ada", refused="The file is empty."), record("bob")]
    found = merged(works, full("bob"), known=answers("bob"))
    assert found.problems == [
        "ada: not graded: The file is empty.",
        "essay: no mark for ada.",
        "story: no mark for ada.",
    ]
    lines = list(csv.DictReader(io.StringIO(table(found, autograder))))
    assert [line["status"] for line in lines] == ["not graded: The file is empty.", "complete"]
    page = feedback.feedback_page(found.finals[0].result, found.finals[0])
    assert "Not graded by the machine: The file is empty." in page


def test_messages_go_by_question(merged: Merge) -> None:
    names = [f"s{number}" for number in range(9)]
    found = merged([record(name) for name in names], full("s0"))
    others = "s1, s2, s3, s4, s5 and 3 more"
    assert found.problems == [f"essay: no mark for {others}.", f"story: no mark for {others}."]


@pytest.mark.parametrize("called", ["eve@x.edu", "EVE", "Eve Roe", "Eve Roe (3)", "3"])
def test_who_handed_in_nothing_can_be_given_marks(
    called: str, merged: Merge, autograder: Autograder, tmp_path: Path
) -> None:
    path = tmp_path / "roster.csv"
    path.write_text(
        "id,name,login,email\n1,Ada Lovelace,ada,\n3,Eve Roe,eve,eve@x.edu\n4,Olga I,olga,\n",
        encoding="utf-8",
    )
    lines = [override(called, "*", 0), override(called, "essay", 2)]
    options = {"roster": Roster.read(path), "terms": Terms(due=DUE), "times": {"ada": DUE}}
    found = merged([record("ada")], full("ada"), lines[:1], **options)
    assert found.problems == []
    marks = {f.student.name: (f.total, f.status) for f in found.finals if f.student}
    assert marks == {"Ada Lovelace": (8, "complete"), "Eve Roe": (0, "complete")}
    assert [student.name for student in found.missing] == ["Olga I"]
    # Single questions: the others stay open.
    found = merged([record("ada")], full("ada"), lines[1:], **options)
    [eve] = [f for f in found.finals if f.student and f.student.name == "Eve Roe"]
    assert (eve.earned, eve.status) == (2, "open: one two story")
    assert "Eve" in table(found, autograder)
    assert feedback.feedback_page(eve.result, eve)


def test_whose_only_submission_cannot_be_graded_can_be_named(merged: Merge, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("id,name\n1815001,Ada Lovelace\n1815002,Bob Roe\n", encoding="utf-8")
    works = [
        record("1815001-work", refused="This is not a notebook but a PDF file."),
        *(record(f"1815002-{attempt}") for attempt in ("a", "b")),
    ]
    given = [override("1815001", "*", 0), override("Bob Roe", "*", 0)]
    found = merged(works, (), given, roster=Roster.read(path))
    [ada] = [f for f in found.finals if f.student and f.student.name == "Ada Lovelace"]
    assert (ada.result.name, ada.total, ada.status) == ("1815001-work", 0, "complete")
    assert any("no submission Bob Roe" in problem for problem in found.problems)


def test_all_questions_get_no_points_or_all(merged: Merge) -> None:
    found = merged([record("ada")], (), [override("ada", "*", 8)])
    assert [(final.total, final.status) for final in found.finals] == [(8, "complete")]
    found = merged([record("ada")], full("ada"), [override("ada", "*", 3)])
    assert "for all questions there are 0 points or 8" in found.problems[0]
    assert found.finals[0].status == "open: correction of an unknown question"


def test_a_group_s_students_each_get_the_mark(merged: Merge, tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("name,SID,Submission ID\nAda,1,7\nBob,2,7\nEve,3,\n", encoding="utf-8")
    found = merged([record("submission_7-gan")], full("submission_7-gan"), roster=Roster.read(path))
    assert {(f.student.name, f.total) for f in found.finals if f.student} == {
        ("Ada", 8),
        ("Bob", 8),
    }
    assert [student.name for student in found.missing] == ["Eve"]
    assert found.problems == []
