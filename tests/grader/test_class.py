"""Whole classes through the command line: killed, interrupted, and on a cluster."""

from __future__ import annotations

import contextlib
import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from conftest import MakePart
from gangrade.candidate import doctor
from gangrade.candidate.parent import WarmParent
from gangrade.results import records

pytestmark = pytest.mark.slow

GANGRADE = Path(sys.executable).with_name("gangrade")
TESTS = '''
def test_hidden_NAME(NAME):
    """It is right."""
    assert checks.scalar(NAME(), "the result") == 1, "It should be 1."
'''
KILLS = 20


@pytest.fixture
def autograder(make_part: MakePart, tmp_path: Path) -> Path:
    make_part({name: TESTS.replace("NAME", name) for name in ("first", "second")})
    return tmp_path / "autograder"


def write_class(folder: Path, number: int, seconds: float) -> list[str]:
    """Write submissions whose cells take so long; return their names."""
    folder.mkdir()
    for place in range(number):
        code = f"import time\ntime.sleep({seconds})\n"
        code += f"def first():\n    return {place % 2}\ndef second():\n    return {place % 3}"
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
        nbformat.write(book, folder / f"student{place:02}.ipynb")
    return sorted(path.stem for path in folder.iterdir())


Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start(autograder: Path, tmp_path: Path) -> Iterator[Start]:
    """A function that starts ``gangrade grade`` on a folder; whatever it started ends."""
    started: list[subprocess.Popen[str]] = []

    def run(folder: Path, *options: str, out: str = "out") -> subprocess.Popen[str]:
        command = [str(GANGRADE), "grade", "--part", "small", "--autograder", str(autograder)]
        command += ["--out", str(tmp_path / out), *options, str(folder)]
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # A shell that runs the tests in the background has it ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            env={**os.environ, "COLUMNS": "200"},
        )
        started.append(process)
        return process

    yield run
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def family(process: subprocess.Popen[str], word: str) -> list[psutil.Process]:
    """Return the processes that it started whose command line has this word, but no candidates.

    A candidate that ends may have ended itself: it is forked from one with the same command line.
    """
    found = []
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                line, parent = child.cmdline(), child.parent()
                if any(word in part for part in line) and parent and parent.cmdline() != line:
                    found.append(child)
    return found


def finished(out: Path) -> dict[str, int]:
    """Return when each submission was finished."""
    paths = [folder / records.NAME for folder in records.folders(out)]
    return {path.parent.name: path.stat().st_mtime_ns for path in paths}


def test_twenty_kills_lose_nothing(start: Start, tmp_path: Path) -> None:
    names = write_class(tmp_path / "calm", 30, seconds=0)
    assert start(tmp_path / "calm", "--jobs", "2", out="calm-out").wait(300) == 0
    expected = (tmp_path / "calm-out" / "grades.csv").read_text("utf-8-sig")
    assert sorted(row["submission"] for row in csv.DictReader(expected.splitlines())) == names

    write_class(tmp_path / "in", 30, seconds=3)
    out = tmp_path / "out"
    choice, killed = random.Random(2014), []
    seen: dict[str, int] = {}
    run = start(tmp_path / "in", "--jobs", "2")
    while len(killed) < KILLS:
        with contextlib.suppress(subprocess.TimeoutExpired):
            run.wait(choice.uniform(0.2, 6))
            break  # it came to its end before
        what = choice.choice(["the run", "a worker", "a warm parent", "all"])
        words = {"a worker": "multiprocessing", "a warm parent": "gangrade.inside.warm"}
        victims = [] if what in words else [psutil.Process(run.pid)]
        while not victims and run.poll() is None:  # it may not have begun to start them
            victims = family(run, words[what])
            time.sleep(0.1)
        if not victims:
            break
        if what == "all":
            victims += psutil.Process(run.pid).children(recursive=True)
        for victim in victims if what == "all" else [choice.choice(victims)]:
            with contextlib.suppress(psutil.Error):
                victim.kill()
        killed.append(what)
        if what in ("the run", "all"):
            run.wait(60)
            done = finished(out)
            assert done.items() >= seen.items()  # nothing is lost, nothing was done again
            seen = done
            run = start(tmp_path / "in", "--jobs", "2")
    said, _ = run.communicate(timeout=300)
    assert run.returncode == 0, said
    assert len(killed) == KILLS, f"it ended after {len(killed)} kills"
    assert set(killed) == {"the run", "a worker", "a warm parent", "all"}
    assert finished(out).items() >= seen.items()
    assert (out / "grades.csv").read_text("utf-8-sig") == expected


def test_an_interruption_leaves_what_is_done_and_no_process(start: Start, tmp_path: Path) -> None:
    names = write_class(tmp_path / "in", 12, seconds=1)
    out = tmp_path / "out"
    for asked in (signal.SIGINT, signal.SIGTERM):
        before = len(finished(out))
        run = start(tmp_path / "in", "--jobs", "2")
        while len(finished(out)) < before + 3:
            assert run.poll() is None
            time.sleep(0.05)
        processes = psutil.Process(run.pid).children(recursive=True)
        if asked == signal.SIGINT:
            os.killpg(run.pid, asked)  # as a terminal does
        else:
            run.send_signal(asked)
        said, _ = run.communicate(timeout=60)
        assert run.returncode == 1
        assert "Interrupted" in said and "Traceback" not in said
        assert not psutil.wait_procs(processes, 10)[1]
        with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
            rows = {row["submission"]: row for row in csv.DictReader(file)}
        assert rows.keys() == finished(out).keys() < set(names)
        assert all(row["status"] == "graded" for row in rows.values())
        assert (out / "report.html").exists()
    kept = finished(out)
    run = start(tmp_path / "in", "--jobs", "2")
    said, _ = run.communicate(timeout=120)
    assert run.returncode == 0, said
    assert f"{len(kept)} of them before" in said
    assert finished(out).items() > kept.items()
    assert finished(out).keys() == set(names)


def test_a_cold_start_gives_the_same_marks(start: Start, tmp_path: Path) -> None:
    write_class(tmp_path / "in", 2, seconds=0)  # one is wrong, one right
    tables = []
    for options in ([], ["--cold"]):
        out = f"out{len(tables)}"
        said, _ = (run := start(tmp_path / "in", *options, out=out)).communicate(timeout=200)
        assert run.returncode == 0, said
        tables.append((tmp_path / out / "grades.csv").read_text("utf-8-sig"))
    assert tables[0] == tables[1]


def test_a_cold_candidate_is_confined_too(tmp_path: Path) -> None:
    private = tmp_path / "secret.txt"
    private.write_text("secret", encoding="utf-8")
    with WarmParent(cold=True) as parent:
        findings = doctor.examine(parent, [private])
        assert findings.safe, findings.sentence()
        assert findings.missing["user"] == "candidates start cold"
        candidate = parent.fork()
        candidate.ask("cell", 60, number=1, source="import keras\ndef f():\n    return 3")
        request = {"name": "call", "function": "f", "args": {"args": []}}
        assert candidate.ask("probe", 10, **request) == 3
        candidate.close()
        assert not candidate.process.is_running()


# --- on a cluster ---------------------------------------------------------------------------------


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a Dask scheduler with two workers, each a process that dies for good."""
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    file = tmp_path / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", file]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with contextlib.ExitStack() as exits:

        def begin(command: list[object]) -> None:
            process = exits.enter_context(subprocess.Popen([*map(str, command)], **quiet))  # type: ignore[call-overload]
            exits.callback(process.kill)

        begin([*dask, *options])
        while not file.exists() or not file.read_text("utf-8").strip():
            time.sleep(0.1)
        dask = [sys.executable, "-m", "distributed.cli.dask_worker"]
        for number in range(2):
            place = ["--local-directory", tmp_path / f"worker{number}", "--name", f"w{number}"]
            only = ["--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1"]
            begin([*dask, "--scheduler-file", file, *only, *place])
        from distributed import Client

        with Client(scheduler_file=str(file), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            address = client.scheduler_info()["address"]
        yield address


def test_a_cluster_grades_although_a_worker_is_killed(
    scheduler: str, start: Start, tmp_path: Path
) -> None:
    names = write_class(tmp_path / "in", 10, seconds=1)
    out = tmp_path / "out"
    run = start(tmp_path / "in", "--cluster", scheduler)
    while len(finished(out)) < 3:
        assert run.poll() is None
        time.sleep(0.05)
    [victim] = [
        process
        for process in psutil.Process().children(recursive=True)
        if {"distributed.cli.dask_worker", "w0"} <= set(process.cmdline())
    ]
    victim.kill()
    said, _ = run.communicate(timeout=200)
    assert run.returncode == 0, said
    assert finished(out).keys() == set(names)
    with (out / "grades.csv").open(newline="", encoding="utf-8-sig") as file:
        marks = {row["submission"]: (row["first"], row["second"]) for row in csv.DictReader(file)}
    assert marks == {
        name: ("2" if place % 2 == 1 else "0", "2" if place % 3 == 1 else "0")
        for place, name in enumerate(names)
    }


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere://x"])
def test_no_cluster_is_told(address: str, start: Start, tmp_path: Path) -> None:
    write_class(tmp_path / "in", 1, seconds=0)
    run = start(tmp_path / "in", "--cluster", address)
    said, _ = run.communicate(timeout=60)
    assert run.returncode == 2, said
    assert f"No Dask scheduler answers at {address}" in said
    assert "Traceback" not in said
