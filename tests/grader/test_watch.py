"""What a candidate may take while nobody asks it: disk, memory, time."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import assert_gone, call, cell
from gangrade.candidate import candidate as candidate_module
from gangrade.candidate import machine
from gangrade.candidate.candidate import Candidate
from gangrade.candidate.parent import WarmParent
from gangrade.grading.notebook import Notebook
from gangrade.inside import sandbox
from gangrade.intake.submission import Cell, Submission
from gangrade.part.part import Limits
from gangrade.results.problems import Broken, Ended, Raised

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="layers of Linux"),
]

MB = 1 << 20

KEEP = """
import array, mmap, os, socket, time
kept = []
pair = socket.socketpair()
def write(file, size):
    for _ in range(size):
        file.write(bytes(1 << 20))
    file.flush()
def nameless(size):
    with open("x", "w+b") as file:
        os.unlink("x")
        write(file, size)
        kept.append(mmap.mmap(file.fileno(), 4096))
def never_named(size):
    with open(os.open(".", os.O_TMPFILE | os.O_RDWR), "w+b") as file:
        write(file, size)
        kept.append(mmap.mmap(file.fileno(), 4096, flags=mmap.MAP_PRIVATE))
def in_flight(size):
    with open("x", "w+b") as file:
        write(file, size)
        rights = (socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file.fileno()]))
        pair[0].sendmsg([b"x"], [rights])
    os.unlink("x")
def replaced(size):
    with open("x", "w+b") as file:
        write(file, size)
        kept.append(mmap.mmap(file.fileno(), 4096))
    open("y", "w").close()
    os.rename("y", "x")
def named(size):
    with open(f"file-{len(kept)}", "wb") as file:
        kept.append(None)
        write(file, size)
def many(_):
    for number in range(100):
        open(f"file-{number}", "wb").close()
def repeat(way, size, times=1000):
    for _ in range(times):
        globals()[way](size)
    time.sleep(60)
"""
WAYS = ("nameless", "never_named", "in_flight", "replaced", "named", "many")


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something has come about."""
    for _ in range(1200):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail("it has not come about")


# --- a disk of its own ----------------------------------------------------------------------------


@pytest.mark.parametrize("way", WAYS)
def test_its_disk_is_small(warm: WarmParent, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    """Files count that have no name, and that nobody can find but by the memory they are in."""
    monkeypatch.setattr(sandbox, "DISK", 16 * MB)
    monkeypatch.setattr(sandbox, "FILES", 50)
    with contextlib.closing(warm.fork()) as child:
        if "disk" in child.missing:
            pytest.skip(child.missing["disk"])
        cell(child, KEEP)
        with pytest.raises(Raised, match="No space left") as raised:
            call(child, "repeat", way, 1, 60)
        assert raised.value.type == "OSError"
        assert not [*child.scratch.iterdir()]  # nothing of it is on the machine's


def test_a_full_disk_is_nobody_else_s(warm: WarmParent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "DISK", 16 * MB)
    with contextlib.closing(warm.fork()) as child, contextlib.closing(warm.fork()) as other:
        if "disk" in child.missing:
            pytest.skip(child.missing["disk"])
        for one in (child, other):
            cell(one, KEEP)
        with pytest.raises(Raised, match="No space left"):
            call(child, "repeat", "nameless", 1, 60)
        call(other, "nameless", 8)


def test_where_memory_is_limited_its_disk_is_smaller(
    warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "memory", lambda: 768 * MB)
    with contextlib.closing(warm.fork()) as child:
        if "disk" in child.missing:
            pytest.skip(child.missing["disk"])
        cell(child, "import os\nsize = lambda: os.statvfs('.').f_blocks * os.statvfs('.').f_frsize")
        assert call(child, "size") == 96 * MB


# --- a shared disk --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared_warm() -> Iterator[WarmParent]:
    """A warm parent whose candidates share a disk that nobody else writes much to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", "/dev/shm")
        parent = WarmParent(["namespaces", "disk", "user"])
    with parent:
        parent.wait()
        yield parent


@pytest.fixture
def short(shared_warm: WarmParent, monkeypatch: pytest.MonkeyPatch) -> WarmParent:
    """The same when little is free: 24 MB more may be written, 8 MB by each."""
    watch = shared_warm._watch
    monkeypatch.setattr(watch, "reserve", watch._free() - 24 * MB)
    monkeypatch.setattr(watch, "allowance", 8 * MB)
    return shared_warm


@pytest.mark.parametrize("way", ["nameless", "never_named", "in_flight", "replaced"])
def test_who_fills_a_shared_disk_is_found(short: WarmParent, way: str) -> None:
    """Also where no file has a name; another one has done no harm, and is graded again."""
    with contextlib.closing(short.fork()) as child, contextlib.closing(short.fork()) as other:
        for one in (other, child):
            cell(one, KEEP)
        with pytest.raises(Ended, match="wrote more than 8 MB"):
            call(child, "repeat", way, 8, 6)
        assert_gone(child)
        if other.condemned:
            with pytest.raises(Broken, match="no room"):
                call(other, "nameless", 1)
        else:
            call(other, "nameless", 1)


def test_names_on_a_shared_disk_are_counted(
    shared_warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_warm._watch, "allowance", 8 * MB)
    with contextlib.closing(shared_warm.fork()) as child:
        cell(child, KEEP)
        with pytest.raises(Ended, match="wrote more than 8 MB"):
            call(child, "repeat", "named", 4, 4)
    monkeypatch.setattr(sandbox, "FILES", 50)
    with contextlib.closing(shared_warm.fork()) as child:
        cell(child, KEEP)
        with pytest.raises(Ended, match="or 50 files"):
            call(child, "repeat", "many", 0)
        assert_gone(child)


def test_a_tree_of_any_depth_is_counted(
    shared_warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "FILES", 20)
    deep = "for _ in range(2000):\n        os.mkdir('deep')\n        os.chdir('deep')"
    with contextlib.closing(shared_warm.fork()) as child:
        cell(child, f"import os, time\ndef f():\n    {deep}\n    time.sleep(60)")
        with pytest.raises(Ended, match="wrote more"):
            call(child, "f")
        assert_gone(child)


def test_what_fails_while_the_disk_is_full_is_not_the_student_s(
    shared_warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.closing(shared_warm.fork()) as child:
        cell(child, "def f():\n    raise OSError(28, 'No space left on device')")
        with pytest.raises(Raised):
            call(child, "f")
        monkeypatch.setattr(shared_warm._watch, "was_short", lambda _since: True)
        with pytest.raises(Broken, match="no room"):
            call(child, "f")


# --- while the examiner computes ------------------------------------------------------------------


def test_it_is_watched_while_nobody_asks_it(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidate_module, "MEMORY", 1 << 30)
    take = "    while True:\n        held.append(b'x' * (1 << 24))\n        time.sleep(0.05)"
    cell(candidate, f"import threading, time\nheld = []\ndef take():\n{take}\n")
    cell(candidate, "threading.Thread(target=take).start()", 2)
    wait_for(lambda: candidate.condemned)
    with pytest.raises(Ended, match="memory"):
        cell(candidate, "1")
    assert_gone(candidate)


def test_time_that_it_takes_while_nobody_asks_it_counts(warm: WarmParent) -> None:
    burn = "import threading\ndef burn():\n    while True: pass\ndef f(): return 1"
    submission = Submission("s", (Cell(1, f"{burn}\nthreading.Thread(target=burn).start()"),))
    with contextlib.closing(Notebook(submission, warm, Limits())) as notebook:
        assert notebook.start()
        assert notebook._candidate is not None
        before, used = notebook._candidate.cpu_seconds(), notebook.used
        wait_for(lambda: notebook._candidate.cpu_seconds() > before + 1)  # type: ignore[union-attr]
        notebook.ask("defined", 5, names=[])
        assert notebook.used - used >= 1


TRICKLE = """
import os, stat, struct, threading, time
def connection():
    for number in range(3, 256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return number
        except OSError:
            pass
def spin():
    while True: pass
def trickle(head, pause):
    threading.Thread(target=spin).start()
    os.write(connection(), head)
    while True:
        os.write(connection(), b" ")
        time.sleep(pause)
def whole():
    trickle(struct.pack("!QQ", 4_000_000, 100_000_000), 0)
def header():
    trickle(b"\\0", 1)
def arrays():
    trickle(struct.pack("!QQ", 4, 100_000_000) + b"null", 0)
"""


@pytest.mark.parametrize("way", ["whole", "header", "arrays"])
def test_an_endless_answer_postpones_no_limit(candidate: Candidate, way: str) -> None:
    cell(candidate, TRICKLE)
    with pytest.raises(Ended, match="within 1 s of computing time"):
        call(candidate, way, seconds=1)
    assert_gone(candidate)


def test_who_does_not_listen_is_not_given_more_time(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    candidate.process.suspend()  # it does not take what it is sent
    used = iter(range(1000))
    monkeypatch.setattr(candidate, "cpu_seconds", lambda: next(used))
    with pytest.raises(Ended, match="within 2 s of computing time"):
        candidate.ask("probe", 2, args=np.zeros(10 * MB, "u1"))
    assert_gone(candidate)


# --- memory ---------------------------------------------------------------------------------------


def test_candidates_are_ended_first_when_memory_runs_out(candidate: Candidate) -> None:
    """Those that run networks too: they are started in the same way."""
    score = Path(f"/proc/{candidate.process.pid}/oom_score_adj").read_text(encoding="ascii")
    assert int(score) == 1000


def test_an_ordinary_user_s_are_ended_first_too() -> None:
    """Who hides its memory may not write to its own files in /proc, unless it is root."""
    if reason := sandbox.no_user_because():
        pytest.skip(reason)
    code = (
        "from gangrade.inside import sandbox\nsandbox.hide_memory()\nsandbox.end_first()\n"
        "print(open('/proc/self/oom_score_adj').read())"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        user=65534,
        group=65534,
        extra_groups=[],
    )
    assert int(run.stdout) == 1000


@pytest.mark.parametrize(
    ("limit", "held", "others", "blamed"),
    [
        (768 * MB, 400 * MB, True, False),  # the largest, but who knows
        (768 * MB, 50 * MB, False, True),  # nobody else can have taken the rest
        (None, 50 * MB, False, False),  # some other program has
        (None, 1000 * MB, False, True),
    ],
)
def test_who_has_used_memory_up(
    candidate: Candidate,
    monkeypatch: pytest.MonkeyPatch,
    limit: int | None,
    held: int,
    others: bool,
    blamed: bool,
) -> None:
    monkeypatch.setattr(machine, "killed", lambda: candidate._killed + 1)
    monkeypatch.setattr(machine, "memory", lambda: limit)
    monkeypatch.setattr(candidate, "_held", candidate._inherited + held)
    monkeypatch.setattr(candidate, "_has_others", lambda: others)
    assert isinstance(candidate._last_word(), Ended if blamed else Broken)


def test_others_are_seen(candidate: Candidate, warm: WarmParent) -> None:
    with contextlib.closing(warm.fork()):
        assert candidate._has_others()
