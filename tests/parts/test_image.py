"""The grading image, built and run as Gradescope does it: see image_host.py.

The base is the distribution of this machine, or the root file system that IMAGE_BASE names.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import image_host
import jsonschema
import nbformat
import pytest
from gangrade.candidate import doctor
from gangrade.corpus.cases import swap
from gangrade.intake.find import Source
from gangrade.intake.submission import Submission, read
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from gangrade.release.master import read_master
from image_host import Image, Run
from make_results import SPECIFICATION
from nbformat.v4 import new_code_cell, new_notebook

PART = "function_gan"
MEMORY = 768
_MASTER = read_master(Course.find(Path(__file__).parent).master(PART))
POSSIBLE = sum(question.points for question in _MASTER.questions if not question.manual)
"""MB; with half a processor it is Gradescope's default container."""

pytestmark = [
    pytest.mark.image,
    pytest.mark.skipif(bool(image_host.missing()), reason=image_host.missing()),
]

ENDLESS = """
def adam_step(*_arguments):
    while True:
        pass
"""
CHANGED = {
    "wrong": f"""
def he_uniform(shape, rng):
    return rng.normal(0, 0.1, shape).astype("float32")
{ENDLESS}""",
    "hostile": """
import os, socket, subprocess

def attempt(what, do):
    try:
        do()
        return [what]
    except Exception:
        return []

def he_uniform(shape, rng):
    done = []
    parent = f"/proc/{os.getppid()}"
    for path in [
        "/autograder/source/secret.txt",
        "/autograder/source/tests/he_init.py",
        "/autograder/submission/0.ipynb",
        "/autograder/results/results.json",
        *(parent + "/environ", parent + "/mem", "/proc/1/environ"),
    ]:
        done += attempt("read " + path, lambda: open(path).read(1))
    for folder in [
        *("/autograder", "/autograder/submission", "/autograder/source", "/autograder/results"),
        *("/", "/root", "/run", os.path.dirname(os.getcwd())),
    ]:
        done += attempt("listed " + folder, lambda: os.listdir(folder))
    for folder in [
        *("/autograder/results", "/autograder", "/tmp", "/var/tmp", "/dev/shm", "/run/lock"),
        *("/run", "/opt/gangrade", "/root", "/", os.path.dirname(os.getcwd())),
    ]:
        done += attempt("wrote " + folder, lambda: open(folder + "/attack", "w"))
    done += attempt("imported the references", lambda: __import__("gangrade.verdicts.references"))
    done += attempt("socket", socket.socket)
    done += attempt("program", lambda: subprocess.run(["id"]))
    done += attempt("signal", lambda: os.kill(os.getppid(), 0))
    done += attempt("root", lambda: os.setuid(0))
    raise RuntimeError("done: " + ", ".join(done))

def untrained_distance(*_arguments, **_options):
    held = []
    while True:
        held.append(np.ones(10**7))
""",
}
"""What takes the place of the solution's definitions."""

LATE = {
    "id": 1,
    "created_at": "2026-03-02T10:30:00.000000-08:00",
    "assignment": {"due_date": "2026-03-02T08:00:00.000000-08:00"},
    "users": [{"email": "ada@example.org", "id": 12, "name": "Ada"}],
    "previous_submissions": [],
}


def notebook(submission: Submission) -> bytes:
    cells = [new_code_cell(cell.source) for cell in submission.cells]
    return nbformat.writes(new_notebook(cells=cells)).encode()


@pytest.fixture(scope="module")
def built(
    released_course: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Image, Run]]:
    folder = tmp_path_factory.mktemp("image")
    if named := os.environ.get("IMAGE_BASE"):
        base = Path(named)
    else:
        release = Path("/etc/os-release").read_text(encoding="utf-8")
        [suite] = [
            line.partition("=")[2]
            for line in release.splitlines()
            if line.startswith("VERSION_CODENAME=")
        ]
        base = image_host.bootstrap(folder, suite)
    image = Image(base, folder / "containers")
    yield image, image.build(Course(released_course).autograder_zip(PART))
    subprocess.run(["rm", "-rf", str(folder)], check=True)


@pytest.fixture(scope="module")
def runs(
    built: tuple[Image, Run], released_course: Path, course: Course
) -> Iterator[dict[str, Future[Run]]]:
    """One container for each submission, four at a time: each has half a processor."""
    image, _ = built
    questions = Autograder(Course(released_course).autograder_zip(PART)).names
    solution = read(Source("solution", course.solution_notebook(PART)), PART, questions)
    solved, blank = notebook(solution), course.student_notebook(PART).read_bytes()
    with ThreadPoolExecutor(4) as pool:

        def start(*files: bytes, **options: Any) -> Future[Run]:
            submission = {f"{n}.ipynb": content for n, content in enumerate(files)}
            return pool.submit(image.grade, submission, memory=MEMORY, cpus=0.5, **options)

        changed = {
            name: start(notebook(swap(solution, source, name))) for name, source in CHANGED.items()
        }
        source = "while True:\n    pass\n" + ENDLESS  # before the function's definition
        slow_cell = notebook(swap(solution, source, "slow cell"))
        yield {
            **changed,
            "solution": start(solved, metadata=LATE),
            "blank": start(blank),
            "short of time": start(slow_cell, settings="minutes = 3\n"),
            "killed": start(solved, kill_when=lambda results: results["score"] > 0),
            "empty": start(),
            "two": start(solved, blank),
        }


def messages(run: Run, question: str) -> str:
    tests = run.results["tests"]
    return "\n".join(t["output"] for t in tests if t["name"].startswith(f"{question}:"))


def lost(run: Run) -> set[str]:
    """Return the questions that a submission lost."""
    scores: dict[str, float] = {}
    for test in run.results["tests"]:
        question = test["name"].partition(":")[0]
        scores[question] = scores.get(question, 0) + test["score"]
    return {question for question, score in scores.items() if score == 0}


def test_setup_builds_an_image_in_which_the_minimum_holds(built: tuple[Image, Run]) -> None:
    _, build = built
    assert build.status == 0, build.printed
    assert build.printed.count("holds") == len(doctor.PROMISES)
    assert "setup.sh: size:" in build.printed


NAMES = ["solution", "blank", *CHANGED, "short of time", "killed", "empty", "two"]


@pytest.mark.parametrize("name", NAMES)
def test_each_run_ends_with_valid_results_and_leaves_nothing(
    runs: dict[str, Future[Run]], name: str
) -> None:
    run = runs[name].result()
    jsonschema.validate(run.results, SPECIFICATION)
    assert run.seconds < 600
    assert run.left == [] or name == "killed", run.printed
    assert (run.killed > 0) == (name == "hostile"), run.printed


@pytest.mark.parametrize("name", [name for name in NAMES if name != "hostile"])
def test_a_tenth_of_the_memory_is_left(runs: dict[str, Future[Run]], name: str) -> None:
    assert runs[name].result().needed < 0.9 * (MEMORY << 20)


def test_the_solution_gets_full_marks_and_is_marked_late(runs: dict[str, Future[Run]]) -> None:
    run = runs["solution"].result()
    assert run.results["score"] == POSSIBLE, run.printed
    assert lost(run) == set()
    assert "Late: submitted 2 hours 30 minutes after the due date." in run.results["output"]
    [leader] = run.results["leaderboard"]
    assert leader["order"] == "asc" and 0 < leader["value"] < 0.5
    assert messages(run, "cubic_gan").count('<img src="data:image/png;base64,') == 2


def test_the_blank_gets_nothing_and_a_reason_for_each_question(
    runs: dict[str, Future[Run]],
) -> None:
    run = runs["blank"].result()
    assert run.results["score"] == 0
    assert len(lost(run)) == 8
    assert all(test["output"] for test in run.results["tests"] if test["status"] == "failed")


@pytest.mark.parametrize(
    ("name", "messages_of"),
    [
        (
            "wrong",
            {
                "he_init": "the variance should be",
                "adam": "did not end within 40 s of computing time",
            },
        ),
        (
            "hostile",
            {
                "he_init": "stopped with RuntimeError: done: (",
                "untrained_generator": "it used more memory than there is (768 MB)",
            },
        ),
    ],
)
def test_wrong_or_hostile_functions_lose_their_questions_only(
    runs: dict[str, Future[Run]], name: str, messages_of: dict[str, str]
) -> None:
    run = runs[name].result()
    assert lost(run) == messages_of.keys(), [messages(run, question) for question in lost(run)]
    for question, message in messages_of.items():
        assert message in messages(run, question)


def test_an_endless_cell_leaves_the_tests_their_time(runs: dict[str, Future[Run]]) -> None:
    """Of three minutes; what the cell defines below its loop is lost."""
    run = runs["short of time"].result()
    assert run.seconds < 180
    assert "was stopped: it did not end within" in run.results["output"]
    assert "it did not end within" in messages(run, "adam")
    assert "adam" in lost(run) and not {"data_relation", "he_init", "networks"} & lost(run)


def test_what_was_graded_before_a_kill_counts(runs: dict[str, Future[Run]]) -> None:
    run = runs["killed"].result()
    assert "The grader was stopped before it had finished" in run.results["output"]
    assert 0 < run.results["score"] < POSSIBLE


@pytest.mark.parametrize(
    ("name", "reason"),
    [("empty", "The submission holds no notebook"), ("two", "The submission holds 2 notebooks")],
)
def test_what_is_no_single_notebook_is_not_graded(
    runs: dict[str, Future[Run]], name: str, reason: str
) -> None:
    results = runs[name].result().results
    assert results["score"] == 0 and results["tests"] == []
    assert reason in results["output"]


def test_the_minimum_holds_without_landlock_too(built: tuple[Image, Run]) -> None:
    image, _ = built
    tried = """
from pathlib import Path
from gangrade.candidate.doctor import examine
from gangrade.candidate.parent import WarmParent
from gangrade.container import close_doors
root = Path("/autograder")
close_doors([root])
with WarmParent(["landlock"]) as warm:
    findings = examine(warm, sorted(root.rglob("*")))
print(sorted(findings.missing), findings.breaches)
"""
    run = image.execute(["/opt/gangrade/bin/python", "-I", "-c", tried], MEMORY)
    assert run.printed.strip() == "['landlock', 'namespaces'] {}"
