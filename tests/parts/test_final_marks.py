"""A class of 60 from its answers to final marks, by the command line, beside a hand calculation."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import make_answers
import pytest
from gangrade.cli import app
from gangrade.intake.find import find_submissions
from gangrade.intake.submission import code_hash, read
from gangrade.marking.marks import MARKS, OVERRIDES
from gangrade.part.part import Autograder
from gangrade.results import records
from gangrade.results.failure import Failure
from gangrade.results.records import Record
from gangrade.results.result import QuestionResult, Result, TestResult
from typer.testing import CliRunner

PART = make_answers.PART
COUNT = 60
LATE, APPEAL = 7, 20
TRIES = (11, 12, 13)
"""Three attempts of one student; the second came last."""
COURSE = """
[function_gan]
due = 2026-11-20T12:00:00+00:00
late = { per_day = "10 %", grace_minutes = 15, most = "50 %" }
"""


def name_of(number: int) -> str:
    """The name of a submission: it has the student's number, then its own."""
    student = TRIES[0] if number in TRIES else number
    return f"{20000 + student}_work_{number:02}"


NAMES = {number: name_of(number) for number in range(COUNT)}


class Class:
    """A course's files below one folder."""

    def __init__(self, root: Path, autograder: Path):
        """Write submissions, automatic marks, pages, and all tables."""
        self.root, self.zip = root, autograder
        self.autograder = Autograder(autograder)
        (root / "in").mkdir()
        for number, name in NAMES.items():
            text = json.dumps(make_answers.submission(number))
            (root / "in" / f"{name}.ipynb").write_text(text, "utf-8")
        self.sources = {source.name: source for source in find_submissions([root / "in"])}
        for number in NAMES:
            self.grade(number)
        assert self.run("answers", "--out", root / "answers", root / "in") == 0, self.said
        students = [
            (f"Student No{number}", 20000 + number, f"s{number}@uni.example")
            for number in NAMES
            if number not in TRIES[1:]
        ]
        self.write("roster.csv", ("name", "id", "email"), students)
        day = {LATE: 21, TRIES[1]: 20, TRIES[2]: 18}
        times = [(name, f"2026-11-{day.get(n, 19)}T11:00:00+00:00") for n, name in NAMES.items()]
        self.write("times.csv", ("submission", "time"), times)
        (root / "course.toml").write_text(COURSE, "utf-8")
        appeal = (NAMES[APPEAL], "cubic_gan", 3, "The curve was nearly flat.", "Prof. Klein")
        self.write("overrides.csv", OVERRIDES, [appeal])

    def automatic(self, number: int) -> dict[str, float]:
        """The k-th question has its points if k divides the number of the submission."""
        questions = enumerate(self.autograder.automatic, 1)
        return {q.name: q.points if number % k == 0 else 0 for k, q in questions}

    def grade(self, number: int, key: str = "key", file: int | None = None) -> None:
        """Write a record as grading would, of another submission's file if ``file`` says so."""
        questions = tuple(
            QuestionResult(
                q.name,
                q.points,
                score,
                (TestResult("It works.", None if score > 0 else Failure(), True),),
            )
            for q, score in zip(
                self.autograder.automatic, self.automatic(number).values(), strict=True
            )
        )
        result = Result(NAMES[number], PART, None, questions, self.autograder.manual)
        source = self.sources[NAMES[number if file is None else file]]
        code = code_hash(read(source, PART, self.autograder.names).cells)
        keys = {q.name: key for q in questions}
        record = Record(result, code=code, keys=keys, source=str(source))
        folder = self.root / "results" / NAMES[number]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / records.NAME).write_text(records.dumps(record), "utf-8")

    def given(self) -> list[tuple[str, str, str, int, float]]:
        """Question, code, version, submission's number, and the points that a person gives."""
        key = json.loads((self.root / "answers/answers.json").read_text("utf-8"))
        return sorted(
            (question, code, entry["version"], number, self.points(number, place, entry["state"]))
            for place, (question, codes) in enumerate(key["questions"].items())
            for code, entry in codes.items()
            for number in [int(entry["submission"].rpartition("_")[2])]
        )

    @staticmethod
    def points(number: int, place: int, state: str) -> float:
        return (number + place) % 3 if state == "given" else 0

    def marks(self) -> list[Path]:
        """The files of two people, each of whom has marked a half."""
        rows: dict[str, list[Sequence[object]]] = {"eve": [], "bob": []}
        for place, (question, code, version, _, points) in enumerate(self.given()):
            grader = ("eve", "bob")[place % 2]
            rows[grader].append((question, code, version, points, "", grader))
        return [self.write(f"{grader}.csv", MARKS, lines) for grader, lines in rows.items()]

    def write(self, name: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
        with (self.root / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
        return self.root / name

    def merge(self, *marks: Path) -> int:
        """Merge everything; return the exit status."""
        tables = [
            *("--roster", self.root / "roster.csv", "--times", self.root / "times.csv"),
            *("--course", self.root / "course.toml", "--overrides", self.root / "overrides.csv"),
            *("--results", self.root / "results", "--answers", self.root / "answers"),
        ]
        return self.run("merge", *tables, "--out", self.root / "final", *marks)

    def run(self, command: str, *arguments: object) -> int:
        fixed = ["--part", PART, "--autograder", self.zip]
        found = CliRunner().invoke(app, [command, *map(str, [*fixed, *arguments])])
        assert found.exception is None or isinstance(found.exception, SystemExit), found.output
        self.said = " ".join(found.output.split())
        return found.exit_code

    def finals(self) -> dict[str, dict[str, str]]:
        with (self.root / "final/final.csv").open(newline="", encoding="utf-8") as file:
            return {row["submission"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def sixty(released_course: Path, tmp_path_factory: pytest.TempPathFactory) -> Class:
    zipped = released_course / "autograder/dist" / f"{PART}.zip"
    return Class(tmp_path_factory.mktemp("class"), zipped)


def test_final_marks_equal_a_hand_calculation(sixty: Class) -> None:
    assert sixty.merge(*sixty.marks()) == 0, sixty.said
    found = sixty.finals()
    assert len(found) == COUNT - 2
    assert f"{COUNT - 2} of {COUNT - 2} final marks are complete" in sixty.said
    people = dict.fromkeys(NAMES, 0.0)
    for _, _, _, number, points in sixty.given():
        people[number] += points
    worth = sum(question.points for question in sixty.autograder.questions)
    for number, name in NAMES.items():
        if number in (TRIES[0], TRIES[2]):  # the second attempt came last
            assert name not in found
            continue
        machine = sixty.automatic(number)
        total = sum(machine.values()) + people[number]
        if number == APPEAL:
            total += 3 - machine["cubic_gan"]
        if number == LATE:  # 23 hours: one day, a tenth of all points
            total -= min(worth / 10, total)
        assert float(found[name]["total"]) == pytest.approx(total), name
        assert (found[name]["status"], found[name]["possible"]) == ("complete", f"{worth:g}")
    assert found[NAMES[TRIES[1]]]["attempts"] == "3"
    assert found[NAMES[TRIES[1]]]["email"] == f"s{TRIES[0]}@uni.example"
    assert found[NAMES[LATE]]["late"] == "23 hours"
    assert found[NAMES[APPEAL]]["corrected"] == "cubic_gan"
    assert sum(row["corrected"] == "" for row in found.values()) == COUNT - 3


def test_students_read_what_was_decided(sixty: Class) -> None:
    assert sixty.merge(*sixty.marks()) == 0, sixty.said
    pages = {n: sixty.root / "final" / NAMES[n] / "feedback.html" for n in (LATE, APPEAL, TRIES[1])}
    text = {number: path.read_text("utf-8") for number, path in pages.items()}
    assert "The curve was nearly flat." in text[APPEAL] and "Prof. Klein" in text[APPEAL]
    assert "23 hours after the due date. This takes away" in text[LATE]
    assert "You handed in 3 times" in text[TRIES[1]]
    assert all("What earns the points" in page for page in text.values())
    with (sixty.root / "final/canvas.csv").open(newline="", encoding="utf-8") as file:
        rows = {row["SIS User ID"]: row for row in csv.DictReader(file)}
    assert list(rows[str(20000 + LATE)].values())[-1] == sixty.finals()[NAMES[LATE]]["total"]


def test_two_people_who_disagree_leave_a_mark_open(sixty: Class) -> None:
    question, code, version, number, points = next(
        entry for entry in sixty.given() if entry[3] not in TRIES
    )
    other = 0 if points else 2
    third = sixty.write("third.csv", MARKS, [(question, code, version, other, "", "zoe")])
    assert sixty.merge(*sixty.marks(), third) == 1
    assert f"{NAMES[number]}, {question}: markers disagree" in sixty.said
    row = sixty.finals()[NAMES[number]]
    assert (row["status"], row["total"], row[question]) == (f"open: {question}", "", "")
    others = [row for row in sixty.finals().values() if row["status"] == "complete"]
    assert len(others) == COUNT - 3


def test_grading_again_keeps_what_people_gave(sixty: Class) -> None:
    assert sixty.merge(*sixty.marks()) == 0, sixty.said
    before = sixty.finals()
    sixty.grade(APPEAL, "another key")
    assert sixty.merge(*sixty.marks()) == 0, sixty.said
    assert sixty.finals() == before
    assert f"cubic_gan of {NAMES[APPEAL]} has been graded or handed in again" in sixty.said
    sixty.grade(APPEAL)


def test_a_file_that_was_exchanged_is_noticed(sixty: Class) -> None:
    sixty.grade(30, file=31)
    assert sixty.merge(*sixty.marks()) == 1
    assert f"{NAMES[30]}: its answers were read from another file than was graded" in sixty.said
    assert sixty.finals()[NAMES[30]]["status"] == "open: answers of another file"
    assert sum(row["status"] == "complete" for row in sixty.finals().values()) == COUNT - 3
    sixty.grade(30)
    assert sixty.merge(*sixty.marks()) == 0, sixty.said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--results", "nowhere", "--out", "x"], "nowhere has no results of function_gan"),
        (["--results", "results", "--out", "x", "eve.csv"], "--answers DIR"),
        (["--results", "results", "--out", "x", "--answers", "in"], "no answers.json in"),
        (["--results", "results", "--out", "x", "--course", "eve.csv"], "is not TOML"),
        (["--results", "results", "--out", "x", "--times", "eve.csv"], "has no times"),
    ],
)
def test_wrong_usage_is_told(
    arguments: list[str], said: str, sixty: Class, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(sixty.root)
    sixty.marks()
    assert sixty.run("merge", *arguments) == 2
    assert said in sixty.said
