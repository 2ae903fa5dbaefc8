"""What several test files share: one warm parent, the course, and small parts to grade."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import matplotlib as mpl
import psutil
import pytest
from gangrade.candidate.candidate import Candidate, RemoteFunction
from gangrade.candidate.parent import WarmParent
from gangrade.grading import pool, worker
from gangrade.part.course import Course
from gangrade.part.part import Autograder
from gangrade.release import wheel
from gangrade.release.build import release_part
from gangrade.results.problems import Ended
from playwright.sync_api import Browser, sync_playwright
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

mpl.use("Agg")


HOST = (
    "attacks",
    "batch",
    "candidate",
    "class",
    "container",
    "fuzz",
    "image",
    "machine",
    "pool",
    "sandbox",
    "watch",
    "worker",
)
"""Files whose tests look at all processes, users and shared folders of this machine, or harm some:
they run one after the other. Tests of other files run beside them, each file in one process."""


def pytest_configure() -> None:
    """Take away what pytest-xdist says of a terminal: its workers would fold texts, others not."""
    os.environ.pop("COLUMNS", None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    """Tell pytest-xdist what runs in one process."""
    return ByFile(config, log)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """All tests of a file run in one process, and those of ``HOST`` in the same."""

    def _split_scope(self, nodeid: str) -> str:
        file = Path(nodeid.split("::")[0]).stem.removeprefix("test_")
        return "host" if file in HOST else file


def marker(kind: str) -> str:
    """Return a text that nobody could guess, of a form that can be searched for."""
    return f"gkm_{kind}_{secrets.token_hex(16)}"


@pytest.fixture(scope="session")
def inherited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """Markers that a child would inherit if nobody took care: a variable, an open file."""
    variable, content = marker("variable"), marker("file")
    path = tmp_path_factory.mktemp("inherited") / f"{content}.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, path.open() as file:
        patch.setenv("GANGRADE_TEST", variable)
        os.set_inheritable(file.fileno(), True)
        yield [variable, content]


@pytest.fixture(scope="session")
def warm(inherited: list[str]) -> Iterator[WarmParent]:  # noqa: ARG001 - must be there before
    """One warm parent for all tests: it takes seconds to start."""
    with WarmParent() as parent:
        parent.wait()
        yield parent


@pytest.fixture
def in_process(
    warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[int], Executor]]:
    """Workers are threads of this process, with the warm parent of all tests."""
    monkeypatch.setattr(pool, "started", ThreadPoolExecutor)
    monkeypatch.setattr(worker, "WarmParent", lambda **_options: warm)
    monkeypatch.setattr(warm, "close", lambda: None)
    yield ThreadPoolExecutor
    worker._here.clear()


@pytest.fixture
def candidate(warm: WarmParent) -> Iterator[Candidate]:
    """A fresh candidate."""
    child = warm.fork()
    yield child
    child.close()


@pytest.fixture(scope="session")
def course() -> Course:
    """The course in this repository."""
    return Course.find(Path(__file__).parent)


@pytest.fixture(scope="session")
def released_course(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course in which all parts are released, with a fixed secret.

    Processes that run tests beside each other share it; the first makes it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    root, ready = shared / "course", shared / "course-is-released"
    with (shared / "course.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            _release_copy(course, root)
            ready.touch()
    return root


def _release_copy(course: Course, root: Path) -> None:
    for name in ("assignment", "autograder", "solutions"):
        shutil.copytree(
            course.root / name, root / name, ignore=shutil.ignore_patterns("dist", ".secret")
        )
    for name in ("pyproject.toml", "requirements.lock", "README.md", "LICENSE"):
        shutil.copy(course.root / name, root)
    copy = Course(root)
    copy.secret.write_text("0" * 64 + "\n", encoding="utf-8")  # the same draws in every run
    built = wheel.build()
    for part in copy.parts():
        release_part(copy, part, wheel=built)


MakePart = Callable[..., Autograder]


@pytest.fixture
def make_part(tmp_path: Path) -> MakePart:
    """A function that makes a part from its questions' tests, as a release would lay it out.

    ``questions`` are test functions by question name; a function whose name starts with
    ``test_hidden`` is a hidden test. ``settings`` change entries of part.json by question name.
    ``notebook`` is what students were given.
    """

    def make(
        questions: dict[str, str],
        settings: dict[str, dict[str, Any]] | None = None,
        secret: str = "5ec2e7",
        calibration: dict[str, dict[str, Any]] | None = None,
        notebook: dict[str, Any] | None = None,
        part: str = "small",
    ) -> Autograder:
        root = tmp_path / "autograder"
        (root / "tests").mkdir(parents=True)
        (root / "calibration").mkdir()
        (root / "secret.txt").write_text(secret + "\n", encoding="utf-8")
        entries = []
        for name, tests in questions.items():
            entry = {"name": name, "points": 2, "manual": False, "needs": [], "seconds": 2}
            entry |= (settings or {}).get(name, {})
            entries.append(entry)
            if not entry["manual"]:
                source = _test_file(name, tests)
                (root / "tests" / f"{name}.py").write_text(source, encoding="utf-8")
        for name, content in (calibration or {}).items():
            path = root / "calibration" / f"{name}.json"
            path.write_text(json.dumps(content), encoding="utf-8")
        config = {"part": part, "questions": entries}
        (root / "part.json").write_text(json.dumps(config), encoding="utf-8")
        if notebook is not None:
            (root / "notebook.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        return Autograder(root)

    return make


def _test_file(name: str, tests: str) -> str:
    """Return otter's exception-based test file of a question."""
    lines = [
        "from otter.test_files import test_case",
        "import numpy as np",
        "from gankit import checks, probes",
        "from gangrade import verdicts",
        "from gangrade.results.result import Evidence",
        "from gangrade.verdicts import draws",
        "OK_FORMAT = False",
        f"name = {name!r}",
        "points = 2",
        "all_or_nothing = True",
    ]
    for line in tests.splitlines():
        if line.startswith("def "):
            lines.append(f"@test_case(points=None, hidden={line.startswith('def test_hidden')})")
        lines.append(line)
    return "\n".join(lines) + "\n"


BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, if it is here."""
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip(f"There is no browser: none of {', '.join(names)}.")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=BROWSER)
        yield running
        running.close()


SECONDS = 5
"""CPU seconds for what should take no time."""


def cell(candidate: Candidate, source: str, number: int = 1, seconds: float = SECONDS) -> None:
    """Run a cell; raise what has failed in it first."""
    for failed in candidate.run_cell(number, source, seconds):
        raise failed


def call(candidate: Candidate, function: str, *args: Any, seconds: float = SECONDS) -> Any:
    """Call a function that a cell has defined."""

    def ask(do: str, **request: Any) -> Any:
        return candidate.ask(do, seconds, **request)

    return RemoteFunction(function, ask)(*args)


def assert_gone(child: Candidate, *others: int) -> None:
    """The candidate and these processes have ended, and its folder is gone."""
    assert not child.alive
    gone, still = psutil.wait_procs(
        [psutil.Process(pid) for pid in (child.process.pid, *others) if psutil.pid_exists(pid)],
        timeout=10,
    )
    assert not [process for process in still if process.status() != psutil.STATUS_ZOMBIE], gone
    assert not child.scratch.exists()
    with pytest.raises(Ended):
        cell(child, "1")
