"""What one worker does: it grades with one warm parent, and cleans up after itself."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import tempfile
from pathlib import Path

import pytest
from conftest import MakePart
from gangrade.candidate.parent import WarmParent
from gangrade.grading import worker
from gangrade.grading.worker import TRIES, Grader, Job, Task, WrongVersions
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Autograder, Limits
from gangrade.results import records, versions
from gangrade.results.problems import Broken, Crowded
from gangrade.results.result import Result

TESTS = 'def test_hidden_one(one):\n    """It is one."""\n    assert one() == 1\n'
RIGHT = Submission("ada", (Cell(1, "def one():\n    return 1"),))


@pytest.fixture
def autograder(make_part: MakePart) -> Autograder:
    return make_part({"one": TESTS})


def job(autograder: Autograder, total: float = 60) -> Job:
    limits = Limits(cell=5, total=total)
    return Job(
        autograder.pack(),
        autograder.path,
        limits,
        private=(),
        versions=versions.deciding_versions(),
    )


class Closed:
    """Stands for a grader, and knows whether it was closed."""

    made: list[Closed]

    def __init__(self, *_arguments: object, **_options: object):
        self.closed = False
        self.made.append(self)

    def close(self) -> None:
        self.closed = True


@pytest.mark.usefixtures("in_process")
def test_graders_of_other_jobs_end_when_nobody_uses_them(
    autograder: Autograder, monkeypatch: pytest.MonkeyPatch
) -> None:
    Closed.made = []
    monkeypatch.setattr(worker, "Grader", Closed)
    with worker._grader(job(autograder)) as first:
        with worker._grader(job(autograder)) as again:
            assert again is first
        with worker._grader(job(autograder, total=50)):
            assert [grader.closed for grader in Closed.made] == [False, False]
    with worker._grader(job(autograder, total=40)):
        assert [grader.closed for grader in Closed.made] == [True, True, False]


@pytest.mark.usefixtures("in_process")
def test_work_gives_the_record_and_the_files_of_a_folder(autograder: Autograder) -> None:
    found = worker.work(job(autograder), Task(RIGHT, "in/right.ipynb", {"one": "key"}))
    assert list(found.files) == ["results.json", "feedback.html", records.NAME]
    record = records.loads(found.files[records.NAME])
    assert (record.result.score, record.keys) == (2, {"one": "key"})
    assert records.dumps(found.record) == found.files[records.NAME]


@pytest.mark.usefixtures("in_process")
def test_a_failure_of_the_grader_leaves_its_traceback(
    autograder: Autograder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaking(*_arguments: object, **_options: object) -> Result:
        raise KeyError("a slip of ours")

    monkeypatch.setattr(worker, "grade", breaking)
    found = worker.work(job(autograder), Task(RIGHT, "in/right.ipynb", {"one": "key"}))
    assert found.files["gangrade.log"].count("KeyError: 'a slip of ours'") == TRIES
    assert "in breaking" in found.files["gangrade.log"]
    assert found.record.result.status == (
        "the grader itself failed ('a slip of ours'); see ada/gangrade.log"
    )


@pytest.mark.usefixtures("in_process")
def test_a_worker_with_other_versions_grades_nothing(
    autograder: Autograder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = job(autograder)
    here = json.loads(versions.deciding_versions()) | {"numpy": "1.0"}
    monkeypatch.setattr(worker, "deciding_versions", lambda: json.dumps(here))
    with pytest.raises(WrongVersions, match=r"has numpy 1\.0 in place of \d.*: it could give"):
        worker.work(asked, Task(RIGHT, "", {}))


@pytest.mark.parametrize("failures", [1, TRIES])
def test_a_grader_that_breaks_is_started_anew(
    failures: int, autograder: Autograder, warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade, tries = worker.grade, []

    def breaking(*arguments: object, **options: object) -> Result:
        tries.append(arguments)
        if len(tries) <= failures:
            raise Broken("the program that candidates are forked from has ended")
        return grade(*arguments, **options)  # type: ignore[arg-type]

    started: list[WarmParent] = []
    monkeypatch.setattr(worker, "WarmParent", lambda **_options: started.append(warm) or warm)
    monkeypatch.setattr(worker, "grade", breaking)
    with monkeypatch.context() as patch, contextlib.ExitStack() as exits:
        patch.setattr(warm, "close", lambda: None)
        grader = exits.enter_context(Grader(autograder, Limits(), private=[Path("/nowhere")]))
        result = grader.grade(RIGHT)
    assert len(tries) == min(failures + 1, TRIES)
    assert len(started) == 1 + failures
    assert result.graded == (failures < TRIES)
    if not result.graded:
        assert "the grader itself failed (the program" in result.status


def test_after_memory_ran_out_submissions_are_graded_one_at_a_time(
    autograder: Autograder, warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade, alone = worker.grade, list[bool]()

    def held() -> bool:
        """Whether somebody is in a block that only one may be in."""
        with Path(tempfile.gettempdir(), f"gangrade-{os.getuid()}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return True
        return False

    def crowded(*arguments: object, **options: object) -> Result:
        alone.append(held())
        if len(alone) == 1:
            raise Crowded("memory ran out")
        return grade(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(worker, "WarmParent", lambda **_options: warm)
    monkeypatch.setattr(worker, "grade", crowded)
    monkeypatch.setattr(warm, "close", lambda: None)
    monkeypatch.setattr(tempfile, "tempdir", str(autograder.path.parent))
    with Grader(autograder, Limits()) as grader:
        assert grader.grade(RIGHT).score == 2
    assert alone == [False, True]
