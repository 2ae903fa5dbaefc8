"""Many submissions: nothing is lost, nothing is graded twice, and the table is right."""

from __future__ import annotations

import csv
import dataclasses
import json
import pickle
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import MakePart
from gangrade.grading import batch
from gangrade.grading.batch import Outcome, Unusable
from gangrade.grading.pool import WorkerDied
from gangrade.grading.worker import Graded, Task, Unsafe, WrongVersions, graded
from gangrade.intake.find import CannotOpen, Source, find_submissions
from gangrade.intake.submission import Submission
from gangrade.part.part import Autograder, Limits
from gangrade.results import records, versions
from gangrade.results.failure import Failure
from gangrade.results.result import QuestionResult, Result, Row, TestResult

LIMITS = Limits(cell=5, total=60)
TESTS = 'def test_hidden(NAME):\n    """It works."""\n    assert NAME() == 1\n'
NAMES = ("first", "second", "third")
QUESTIONS = {name: TESTS.replace("NAME", name) for name in NAMES} | {"essay": ""}
SETTINGS = {"second": {"needs": ["first"]}, "essay": {"manual": True}}


@pytest.fixture
def autograder(make_part: MakePart) -> Autograder:
    return make_part(QUESTIONS, SETTINGS)


class Workers(Executor):
    """Answers at once, without running anything: a question has its points if its cell says so."""

    def __init__(self, autograder: Autograder, events: dict[str, Sequence[Any]] | None = None):
        self.autograder = autograder
        self.asked: list[tuple[str, tuple[str, ...] | None]] = []
        self.events = {name: list(these) for name, these in (events or {}).items()}
        """What happens instead of an answer, by submission: exceptions, None for an answer."""

    def submit(self, _work: Any, _job: Any, task: Task) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        name = task.submission.name
        self.asked.append((name, task.only))
        event = self.events[name].pop(0) if self.events.get(name) else None
        if isinstance(event, KeyboardInterrupt):
            raise event
        if isinstance(event, Exception):
            future.set_exception(event)
        else:
            future.set_result(self.answer(task, dict(event or {})))
        return future

    def answer(self, task: Task, fields: dict[str, Any]) -> Graded:
        code = "\n".join(cell.source for cell in task.submission.cells)
        earlier = pickle.loads(task.earlier).questions if task.earlier else ()
        old = {question.name: question for question in earlier}
        questions = []
        for question in self.autograder.automatic:
            right = f"{question.name} = right" in code
            test = TestResult("It works.", None if right else Failure("No."), hidden=True)
            new = QuestionResult(question.name, 2, 2 if right else 0, (test,))
            kept = task.only is not None and question.name not in task.only
            questions.append(old[question.name] if kept else new)
        unsafe = fields.pop("unsafe", False)
        part, manual = self.autograder.part, self.autograder.manual
        result = Result(task.submission.name, part, None, tuple(questions), manual, **fields)
        return graded(result, task.source, task.submission, keys=task.keys, unsafe=unsafe)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three submissions."""
    for name, right in (("ada", NAMES), ("bob", ["first"]), ("eve", [])):
        write(tmp_path / "in" / f"{name}.ipynb", right, name)
    return tmp_path / "in"


def write(path: Path, right: Sequence[str], comment: str) -> None:
    code = "\n".join([*(f"{name} = right" for name in right), f"# {comment}"])
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)]), path)


def change(autograder: Autograder, question: str) -> None:
    """Make the question's test another one."""
    path = autograder.path / f"tests/{question}.py"
    path.write_text(path.read_text("utf-8").replace("== 1", "== 2"), "utf-8")


Grade = Callable[..., tuple[Outcome, Workers]]


@pytest.fixture
def grade(autograder: Autograder, folder: Path, tmp_path: Path) -> Grade:
    """A function that grades the folder; returns what came of it, and the workers."""

    def run(
        events: dict[str, Sequence[Any]] | None = None,
        autograder: Autograder = autograder,
        limits: Limits = LIMITS,
        sources: Sequence[Path] = (folder,),
        **options: Any,
    ) -> tuple[Outcome, Workers]:
        autograder = Autograder(autograder.path)  # as it is on the disk by now
        workers, out = Workers(autograder, events), tmp_path / "out"
        width = options.pop("width", lambda: 2)
        names = {field.name for field in dataclasses.fields(batch.Settings)} & options.keys()
        settings = batch.Settings(limits, **{name: options.pop(name) for name in names})
        with batch.claimed(out):
            found = batch.grade_all(
                find_submissions(sources),
                autograder,
                out,
                executor=workers,
                width=width,
                settings=settings,
                **options,
            )
        return found, workers

    return run


def table(tmp_path: Path) -> dict[str, dict[str, str]]:
    with (tmp_path / "out" / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        return {row["submission"]: row for row in csv.DictReader(file)}


def scores(tmp_path: Path) -> dict[str, str]:
    return {name: row["score"] for name, row in table(tmp_path).items()}


FULL = {"ada": "6", "bob": "2", "eve": "0"}


def test_all_are_graded_once(grade: Grade, tmp_path: Path) -> None:
    seen: list[tuple[int, int, int]] = []
    found, workers = grade(progress=lambda p: seen.append((p.done, p.total, p.failed)))
    assert workers.asked == [("ada", None), ("bob", None), ("eve", None)]
    assert scores(tmp_path) == FULL
    assert {row.name: row.score for row in found.rows} == {"ada": 6, "bob": 2, "eve": 0}
    assert (found.kept, found.others, found.interrupted) == (0, [], False)
    assert seen[-1] == (3, 3, 0)
    for name in FULL:
        assert {path.name for path in (tmp_path / "out" / name).iterdir()} == {
            *("results.json", "feedback.html", records.NAME, "submitted.ipynb")
        }


def test_what_has_not_changed_is_kept(grade: Grade, tmp_path: Path) -> None:
    grade()
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.*") if p.is_file()}
    (tmp_path / "out" / "grades.csv").unlink()
    found, workers = grade()
    assert workers.asked == []
    assert found.kept == 3
    assert scores(tmp_path) == FULL
    after = {p: p.stat().st_mtime_ns for p in before if p.name != "grades.csv"}
    assert after == {p: t for p, t in before.items() if p.name != "grades.csv"}


def test_unless_told_otherwise(grade: Grade) -> None:
    grade()
    found, workers = grade(again=True)
    assert len(workers.asked) == 3
    assert found.kept == 0


def test_new_work_is_graded_again(grade: Grade, folder: Path, tmp_path: Path) -> None:
    grade()
    write(folder / "bob.ipynb", NAMES, "bob, again")
    found, workers = grade()
    assert workers.asked == [("bob", None)]
    assert found.kept == 2
    assert scores(tmp_path) == FULL | {"bob": "6"}


@pytest.mark.parametrize(
    ("file", "old", "new", "asked"),
    [
        ("tests/third.py", "== 1", "== 2", ("third",)),
        ("tests/first.py", "== 1", "== 2", ("first", "second")),
        ("calibration/third.json", "", "{}", ("third",)),
        ("secret.txt", "5ec2e7", "07e2", None),
    ],
)
def test_a_change_grades_again_what_it_touches(
    file: str,
    old: str,
    new: str,
    asked: tuple[str, ...] | None,
    grade: Grade,
    autograder: Autograder,
    tmp_path: Path,
) -> None:
    grade()
    path = autograder.path / file
    path.write_text(path.read_text("utf-8").replace(old, new) if old else new, "utf-8")
    _, workers = grade()
    assert workers.asked == [("ada", asked), ("bob", asked), ("eve", asked)]
    assert scores(tmp_path) == FULL
    _, workers = grade()
    assert workers.asked == []


def test_other_packages_grade_all_again(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    grade()
    monkeypatch.setattr(versions, "deciding_versions", lambda: "later ones")
    assert len(grade()[1].asked) == 3


def test_other_limits_grade_all_again(grade: Grade) -> None:
    grade()
    assert len(grade(limits=Limits(cell=6, total=60))[1].asked) == 3


def test_a_submission_whose_function_was_blocked_is_graded_whole(
    grade: Grade, autograder: Autograder
) -> None:
    grade({"bob": [{"blocked": ("first",), "cut_short": True}]})
    change(autograder, "third")
    assert grade()[1].asked == [("ada", ("third",)), ("bob", None), ("eve", ("third",))]


def test_a_question_that_cuts_a_submission_short_is_not_graded_alone(
    grade: Grade, autograder: Autograder
) -> None:
    grade()
    change(autograder, "third")
    _, workers = grade({"bob": [{"cut_short": True}]})
    third = ("third",)
    assert workers.asked == [("ada", third), ("bob", third), ("eve", third), ("bob", None)]
    assert grade()[1].asked == []


def test_what_was_not_confined_is_graded_again_where_it_must_be(
    grade: Grade, folder: Path, tmp_path: Path
) -> None:
    unconfined = {name: [{"unsafe": True}] for name in FULL}
    grade(unconfined, unsafe=True)
    assert grade(unsafe=True)[1].asked == []
    assert grade(sources=[folder / "ada.ipynb"])[0].outdated == ["bob", "eve"]
    died = WorkerDied("a process of the grader was ended by SIGKILL")
    found, workers = grade({"eve": [died] * batch.TRIES})
    assert [name for name, _ in workers.asked] == ["bob", "eve", "eve", "eve"]
    assert found.not_renewed == {}  # marks that do not count here do not stay
    assert scores(tmp_path) == FULL | {"eve": ""}
    grade()
    assert grade(unsafe=True)[1].asked == []  # what is safe is good enough for all


def test_a_question_that_is_gone_leaves_the_results(
    grade: Grade, autograder: Autograder, tmp_path: Path
) -> None:
    grade()
    path = autograder.path / "part.json"
    part = json.loads(path.read_text("utf-8"))
    part["questions"] = [entry for entry in part["questions"] if entry["name"] != "third"]
    path.write_text(json.dumps(part), "utf-8")
    grade()
    assert "third" not in table(tmp_path)["ada"]
    assert scores(tmp_path) == {"ada": "4", "bob": "2", "eve": "0"}
    assert grade()[1].asked == []


@pytest.mark.parametrize("name", [records.NAME])
def test_a_damaged_record_is_made_again(name: str, grade: Grade, tmp_path: Path) -> None:
    grade()
    path = tmp_path / "out" / "bob" / name
    path.write_bytes(path.read_bytes()[:-20])
    assert grade()[1].asked == [("bob", None)]
    path.unlink()
    assert grade()[1].asked == [("bob", None)]


def test_a_worker_that_dies_is_replaced(grade: Grade, tmp_path: Path) -> None:
    died = WorkerDied("a process of the grader was ended by SIGKILL")
    found, workers = grade({"bob": [died, died]})
    assert [name for name, _ in workers.asked].count("bob") == 3
    assert scores(tmp_path) == FULL
    assert all(row.graded for row in found.rows)


def test_one_that_ends_every_worker_is_reported(grade: Grade, tmp_path: Path) -> None:
    died = WorkerDied("a process of the grader was ended by SIGSEGV")
    _, workers = grade({"bob": [died] * 9})
    assert [name for name, _ in workers.asked].count("bob") == batch.TRIES
    assert scores(tmp_path) == FULL | {"bob": ""}
    assert table(tmp_path)["bob"]["status"] == (
        "set aside, since its workers ended 3 times (at last: a process of the grader was ended by "
        "SIGSEGV); see bob/gangrade.log"
    )
    page = (tmp_path / "out" / "bob" / "feedback.html").read_text("utf-8")
    assert "Not graded" in page
    assert "WorkerDied" in (tmp_path / "out/bob/gangrade.log").read_text("utf-8")
    _, workers = grade()  # and it is tried again
    assert workers.asked == [("bob", None)]
    assert scores(tmp_path) == FULL
    assert not (tmp_path / "out/bob/gangrade.log").exists()


def test_where_nothing_can_be_graded_the_run_ends(grade: Grade, folder: Path) -> None:
    for number in range(30):
        write(folder / f"more{number}.ipynb", NAMES, str(number))
    failing = RuntimeError("a candidate could not be started")
    events = {path.stem: [failing] * 9 for path in folder.iterdir()}
    with pytest.raises(Unusable, match="a candidate could not be started"):
        grade(events)


def test_workers_that_are_gone_are_told(grade: Grade, tmp_path: Path) -> None:
    widths = iter([0])  # one at a time, and at the second the cluster is gone

    def width() -> int:
        try:
            return next(widths)
        except StopIteration:
            raise OSError("no answer from tcp://10.0.0.1") from None

    with pytest.raises(Unusable, match=r"no answer .* the same command goes on with the others"):
        grade(width=width)
    assert scores(tmp_path) == {"ada": "6"}
    found, workers = grade({"bob": [CancelledError()] * 5})  # cancelled is not failed
    assert all(row.graded for row in found.rows)
    assert [name for name, _ in workers.asked].count("bob") == 6
    assert scores(tmp_path) == FULL


def test_workers_that_all_fail_end_the_run_at_any_time(
    grade: Grade, folder: Path, tmp_path: Path
) -> None:
    for number in range(30):
        write(folder / f"more{number}.ipynb", NAMES, str(number))
    broken = ModuleNotFoundError("No module named 'gangrade'")
    events = {path.stem: [broken] * 9 for path in folder.iterdir() if path.stem != "ada"}
    with pytest.raises(Unusable, match=r"any more: No module named 'gangrade' \(see .*out/gangra"):
        grade(events)
    assert "ModuleNotFoundError" in (tmp_path / "out/gangrade.log").read_text("utf-8")
    assert scores(tmp_path)["ada"] == "6"


def test_submissions_that_end_workers_do_not_end_the_run(
    grade: Grade, folder: Path, tmp_path: Path
) -> None:
    for number in range(10):
        write(folder / f"hostile{number}.ipynb", NAMES, str(number))
    died = WorkerDied("a process of the grader was ended by SIGKILL")
    grade({path.stem: [died] * 9 for path in folder.glob("hostile*")})
    assert {name: score for name, score in scores(tmp_path).items() if score} == FULL


def test_a_submission_that_ends_its_workers_counts_once(
    grade: Grade, folder: Path, tmp_path: Path
) -> None:
    """Nothing is graded yet when five submissions of one zip have ended fifteen workers."""
    for number in range(5):
        write(folder / f"a-hostile{number}.ipynb", NAMES, str(number))
    died = WorkerDied("a process of the grader was ended by SIGKILL")
    events = {path.stem: [died] * 9 for path in folder.glob("a-hostile*")}
    found, workers = grade(events, width=lambda: 0)
    assert not {name for name, _ in workers.asked[:15]} & set(FULL)
    assert {name: score for name, score in scores(tmp_path).items() if score} == FULL
    aside = [row for row in found.rows if not row.graded]
    assert len(aside) == 5 and all("set aside" in row.status for row in aside)


def test_where_workers_end_over_everything_the_run_ends(grade: Grade, folder: Path) -> None:
    for number in range(30):
        write(folder / f"more{number}.ipynb", NAMES, str(number))
    died = WorkerDied("a process of the grader was ended by SIGKILL")
    with pytest.raises(Unusable, match="ended by SIGKILL"):
        grade({path.stem: [died] * 9 for path in folder.iterdir()})


def test_where_nothing_is_safe_nothing_is_graded(grade: Grade, tmp_path: Path) -> None:
    with pytest.raises(Unsafe, match="tcp 80"):
        grade({name: [Unsafe("tcp 80")] for name in FULL})
    assert not (tmp_path / "out" / "grades.csv").exists()


def test_an_interruption_leaves_a_table_of_what_is_done(grade: Grade, tmp_path: Path) -> None:
    found, workers = grade({"eve": [KeyboardInterrupt()]}, width=lambda: 0)
    assert found.interrupted
    assert [name for name, _ in workers.asked] == ["ada", "bob", "eve"]
    assert scores(tmp_path) == {"ada": "6", "bob": "2"}
    found, workers = grade()
    assert workers.asked == [("eve", None)]
    assert not found.interrupted
    assert scores(tmp_path) == FULL


def test_an_interruption_shows_no_outdated_marks(
    grade: Grade, autograder: Autograder, tmp_path: Path
) -> None:
    grade()
    change(autograder, "first")
    grade({"bob": [KeyboardInterrupt()]}, width=lambda: 0)
    assert scores(tmp_path) == {"ada": "6"}


def test_an_interruption_loses_no_result_that_holds(
    grade: Grade, folder: Path, tmp_path: Path
) -> None:
    grade()
    write(folder / "ada.ipynb", ["third"], "ada, again")
    found, _ = grade({"ada": [KeyboardInterrupt()]})
    assert found.interrupted
    assert scores(tmp_path) == {"bob": "2", "eve": "0"}
    assert sorted(row.name for row in found.rows) == ["bob", "eve"]


def test_a_run_that_is_killed_leaves_a_right_table(
    grade: Grade, autograder: Autograder, tmp_path: Path
) -> None:
    grade()
    change(autograder, "first")
    seen: list[dict[str, str]] = []

    def width() -> int:
        seen.append(scores(tmp_path))  # as a kill at this moment would leave it
        return 2

    grade(width=width)
    assert seen[0] == {}
    assert scores(tmp_path) == FULL


def test_an_early_interruption_changes_nothing(
    grade: Grade, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade()

    def stop(*_args: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(batch, "read", stop)
        with pytest.raises(KeyboardInterrupt):
            grade()
    assert scores(tmp_path) == FULL


def test_other_files_of_the_same_name_do_not_replace_results(grade: Grade, tmp_path: Path) -> None:
    grade()
    late = tmp_path / "late"
    write(late / "bob.ipynb", NAMES, "another student")
    write(late / "zoe.ipynb", NAMES, "zoe")
    with pytest.raises(Unusable, match=r"the same names \(bob; .*bob\.ipynb\).*--replace"):
        grade(sources=[late])
    assert scores(tmp_path) == FULL
    _, workers = grade(sources=[late], replace=True)
    assert [name for name, _ in workers.asked] == ["bob", "zoe"]
    assert scores(tmp_path) == FULL | {"bob": "6", "zoe": "6"}


def test_a_folder_may_be_moved(grade: Grade, folder: Path, tmp_path: Path) -> None:
    grade()
    moved = folder.rename(tmp_path / "moved")
    assert grade(sources=[moved])[1].asked == []


def test_a_failure_of_ours_does_not_take_marks_away(
    grade: Grade, autograder: Autograder, tmp_path: Path
) -> None:
    grade()
    before = (tmp_path / "out/bob/results.json").read_text("utf-8")
    change(autograder, "third")
    died = WorkerDied("a process of the grader was ended by SIGKILL")
    found, _ = grade({"bob": [died] * batch.TRIES})
    assert list(found.not_renewed) == ["bob"]
    assert "SIGKILL" in found.not_renewed["bob"]
    assert scores(tmp_path) == FULL
    assert (tmp_path / "out/bob/results.json").read_text("utf-8") == before
    found, workers = grade()
    assert workers.asked == [("bob", ("third",))]
    assert found.not_renewed == {}


def test_a_worker_of_another_version_ends_the_run(grade: Grade, tmp_path: Path) -> None:
    other = WrongVersions("the worker on node7 has numpy 1.0 in place of 2.0")
    with pytest.raises(Unusable, match="node7 has numpy"):
        grade({"bob": [other]})
    assert not (tmp_path / "out/bob").exists()


def test_a_copy_of_a_folder_is_not_a_submission(grade: Grade, tmp_path: Path) -> None:
    grade()
    shutil.copytree(tmp_path / "out/ada", tmp_path / "out/ada (copy)")
    found, _ = grade()
    assert found.others == []
    assert scores(tmp_path) == FULL


def test_a_folder_that_cannot_be_written_is_told(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/bob").write_text("in the way", "utf-8")
    with pytest.raises(Unusable, match=r"bob cannot be written \(File exists\)"):
        grade(width=lambda: 0)
    assert scores(tmp_path) == {"ada": "6"}


def test_a_file_that_cannot_be_read_now_keeps_its_marks(
    grade: Grade, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    grade()
    read = batch.read

    def failing(source: Source, *arguments: Any) -> Submission:
        if source.name == "bob":
            raise CannotOpen("The file cannot be read: Input/output error.")
        return read(source, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(batch, "read", failing)
        found, _ = grade()
    assert found.not_renewed == {"bob": "The file cannot be read: Input/output error."}
    assert scores(tmp_path) == FULL
    assert grade()[1].asked == []


def test_a_new_start_that_is_interrupted_keeps_what_holds(grade: Grade, tmp_path: Path) -> None:
    grade()
    found, workers = grade({"bob": [KeyboardInterrupt()]}, width=lambda: 0, again=True)
    assert [name for name, _ in workers.asked] == ["ada", "bob"]
    assert (found.kept, found.left) == (0, 2)
    assert scores(tmp_path) == FULL


def test_records_that_cannot_be_read_are_told(grade: Grade, folder: Path, tmp_path: Path) -> None:
    grade()
    (tmp_path / "out/eve" / records.NAME).write_text('{"format": 1}', "utf-8")
    found, _ = grade(sources=[folder / "ada.ipynb"])
    assert found.unreadable == ["eve"]
    assert scores(tmp_path) == {"ada": "6", "bob": "2"}


def test_unreadable_files_are_reported(grade: Grade, folder: Path, tmp_path: Path) -> None:
    (folder / "bob.ipynb").write_text("%PDF-1.4", "utf-8")
    found, workers = grade()
    assert [name for name, _ in workers.asked] == ["ada", "eve"]
    assert "PDF" in table(tmp_path)["bob"]["status"]
    assert [row.name for row in found.rows if not row.graded] == ["bob"]
    write(folder / "bob.ipynb", ["first"], "bob")
    grade()
    assert scores(tmp_path) == FULL


def test_others_in_the_folder_stay_in_the_table(
    grade: Grade, folder: Path, autograder: Autograder, tmp_path: Path
) -> None:
    grade()
    found, workers = grade(sources=[folder / "ada.ipynb"])
    assert (workers.asked, found.kept) == ([], 1)
    assert sorted(row.name for row in found.others) == ["bob", "eve"]
    assert found.outdated == []
    assert scores(tmp_path) == FULL
    change(autograder, "first")
    found, workers = grade(sources=[folder / "ada.ipynb"])
    assert workers.asked == [("ada", ("first", "second"))]
    assert found.outdated == ["bob", "eve"]


def test_a_folder_holds_one_part(
    grade: Grade, autograder: Autograder, tmp_path: Path, folder: Path
) -> None:
    grade()
    path = autograder.path / "part.json"
    path.write_text(path.read_text("utf-8").replace('"small"', '"large"'), "utf-8")
    for sources in ([folder / "ada.ipynb"], [folder]):
        with pytest.raises(Unusable, match="holds results of small"):
            grade(sources=sources)
    assert scores(tmp_path) == FULL


def test_no_name_of_a_file_stops_the_class(grade: Grade, folder: Path, tmp_path: Path) -> None:
    for name in ("grades.csv", "grades.csv.tmp", ".grades.csv.tmp", "report.html.tmp"):
        write(folder / f"{name}.ipynb", NAMES, name)
    for _ in range(2):
        found, _ = grade(again=True)
        assert all(row.graded for row in found.rows)
        assert len(scores(tmp_path)) >= 6


def test_one_run_at_a_time(grade: Grade, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with batch.claimed(tmp_path / "out"), pytest.raises(Unusable, match="another run"):
        grade()
    grade()
    assert scores(tmp_path) == FULL


def test_the_table_is_not_written_after_each_of_many(
    grade: Grade, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(100):
        write(folder / f"more{number}.ipynb", NAMES, str(number))
    written: list[list[Row]] = []
    monkeypatch.setattr(batch, "PAUSE", 1e9)
    grade(table=written.append)
    assert [len(rows) for rows in written] == [1, 103]


def test_no_more_is_in_work_than_can_be(
    autograder: Autograder, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(Workers):
        """Answers only when the next place is looked for."""

        def submit(self, _work: Any, _job: Any, task: Task) -> Future[Any]:  # type: ignore[override]
            future: Future[Any] = Future()
            waiting.append((future, task))
            most.append(len(waiting))
            return future

    def width() -> int:
        if waiting:
            future, task = waiting.pop(0)
            future.set_result(workers.answer(task, {}))
        return 2

    most: list[int] = []
    waiting: list[tuple[Future[Any], Task]] = []
    workers = Slow(autograder)
    monkeypatch.setattr(batch, "LOOK_SECONDS", 0.001)
    for number in range(9):
        write(folder / f"more{number}.ipynb", NAMES, str(number))
    out = tmp_path / "out"
    out.mkdir()
    found = batch.grade_all(
        find_submissions([folder]),
        autograder,
        out,
        executor=workers,
        width=width,
        settings=batch.Settings(LIMITS),
    )
    assert len(found.rows) == len(most) == 12
    assert max(most) == 3  # one more than are worked on
