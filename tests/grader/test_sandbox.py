"""The sandbox: what a candidate cannot do, and that without the layers it could."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import psutil
import pytest
from conftest import MakePart, assert_gone, call, cell
from gangrade.candidate import candidate as candidate_module
from gangrade.candidate import doctor
from gangrade.candidate import parent as parents
from gangrade.candidate.candidate import Candidate
from gangrade.candidate.parent import WarmParent
from gangrade.cli import app
from gangrade.inside import sandbox
from gangrade.results.problems import Ended, Raised
from typer.testing import CliRunner

linux = pytest.mark.skipif(sys.platform != "linux", reason="layers of Linux")


@pytest.fixture(scope="module")
def open_warm() -> Iterator[WarmParent]:
    """A warm parent whose candidates have no sandbox."""
    with WarmParent(sandbox.LAYERS) as parent:
        parent.wait()
        yield parent


@pytest.fixture
def loose(open_warm: WarmParent) -> Iterator[Candidate]:
    """A candidate without a sandbox."""
    child = open_warm.fork()
    yield child
    child.close()


@pytest.fixture
def private(tmp_path: Path) -> list[Path]:
    """A file and a folder that no candidate may read."""
    (tmp_path / "results").mkdir()
    (tmp_path / "results" / "results.json").write_text("{}", encoding="utf-8")
    return [tmp_path / "results" / "results.json", tmp_path / "results"]


# --- the minimum ----------------------------------------------------------------------------------


def test_the_minimum_holds(warm: WarmParent, private: list[Path]) -> None:
    findings = doctor.examine(warm, private)
    assert findings.safe, findings.sentence()


@pytest.mark.slow
def test_without_a_sandbox_an_intruder_succeeds(open_warm: WarmParent, private: list[Path]) -> None:
    findings = doctor.examine(open_warm, private)
    assert set(findings.breaches) == set(doctor.PROMISES) - {"staying"}
    references = Path(sandbox.__file__).parents[1] / "verdicts" / "references.py"
    assert set(findings.breaches["reading"]) == {str(path) for path in (*private, references)}
    assert {evidence.split()[0] for evidence in findings.breaches["writing"]} > {
        *("truncate", "open_to_truncate", "open_for_nothing_to_truncate", "rename", "link")
    }
    assert set(findings.missing) == set(sandbox.LAYERS)
    assert str(private[0]) in findings.sentence()


@pytest.mark.slow
@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_the_minimum_holds_for_an_ordinary_user(tmp_path: Path) -> None:
    if reason := sandbox.no_user_because():
        pytest.skip(reason)
    home = tmp_path / "home"
    home.mkdir()
    os.chown(home, 65534, 65534)
    run = subprocess.run(
        [Path(sys.prefix) / "bin" / "gangrade", "doctor"],
        capture_output=True,
        text=True,
        check=False,
        user=65534,
        group=65534,
        extra_groups=[],
        env={"PATH": os.defpath, "HOME": str(home)},
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "not started as root" in " ".join(run.stdout.split())


def test_a_process_that_stays_is_noticed(
    open_warm: WarmParent, private: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def end_only_itself(candidate: Candidate) -> None:
        candidate._connection.close()
        candidate.process.kill()
        candidate.process.wait(5)

    with monkeypatch.context() as patch:
        patch.setattr(Candidate, "close", end_only_itself)
        findings = doctor.examine(open_warm, private)
    assert "staying" in findings.breaches


@pytest.mark.usefixtures("in_process")
def test_grade_refuses_where_the_minimum_does_not_hold(
    make_part: MakePart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_part({"one": 'def test_hidden(one):\n    """Is 1."""\n    assert one() == 1\n'})
    cells = [nbformat.v4.new_code_cell("def one():\n    return 1")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "right.ipynb")
    breach = doctor.Findings({"network": ["tcp 80"]}, {})
    monkeypatch.setattr(doctor, "examine", lambda _warm, _private: breach)
    arguments = ["grade", "--part", "small", "--autograder", str(tmp_path / "autograder")]
    arguments += ["--out", str(tmp_path / "out"), str(tmp_path / "right.ipynb")]

    refused = CliRunner().invoke(app, arguments)
    assert refused.exit_code == 1
    assert "Nothing was graded" in refused.output and "tcp 80" in refused.output
    assert not (tmp_path / "out" / "grades.csv").exists()

    graded = CliRunner().invoke(app, [*arguments, "--unsafe"])
    assert graded.exit_code == 0, graded.output
    results = json.loads((tmp_path / "out" / "right" / "results.json").read_text("utf-8"))
    assert results["score"] == 2
    assert "Graded unsafely" in results["output"]


@pytest.mark.slow
def test_doctor_shows_layers_and_promises() -> None:
    said = CliRunner().invoke(app, ["doctor"])
    assert said.exit_code == 0, said.output
    for text in ("Layers of the sandbox", *sandbox.LAYERS, "Tried from inside", "holds", "Python"):
        assert text in said.output
    wrong = CliRunner().invoke(app, ["doctor", "--without", "lanldock"])
    assert wrong.exit_code == 2
    assert "No layer lanldock" in wrong.output


# --- older kernels --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def bare_warm() -> Iterator[WarmParent]:
    """A warm parent whose candidates have neither namespaces nor users of their own."""
    with WarmParent(["namespaces", "user"]) as parent:
        parent.wait()
        yield parent


@pytest.mark.slow
@linux
@pytest.mark.parametrize(("abi", "breaches"), [(1, {"names"}), (2, {"names"}), (3, set())])
def test_an_older_landlock_is_not_enough_by_itself(
    bare_warm: WarmParent,
    private: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    abi: int,
    breaches: set[str],
) -> None:
    monkeypatch.setattr(bare_warm, "landlock", abi)
    findings = doctor.examine(bare_warm, private)
    if "landlock" in findings.missing:
        pytest.skip("the kernel has no Landlock")
    assert set(findings.breaches) == breaches
    assert findings.safe == (not breaches)


@linux
def test_an_intruder_finds_what_an_older_landlock_leaves_open(
    bare_warm: WarmParent, private: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try succeeds where nothing stands in its way, or it would prove nothing."""
    monkeypatch.setattr(bare_warm, "without", ("namespaces", "user", "seccomp"))
    monkeypatch.setattr(bare_warm, "landlock", 2)
    findings = doctor.examine(bare_warm, private)
    if "landlock" in findings.missing:
        pytest.skip("the kernel has no Landlock")
    emptied = {evidence.split()[0] for evidence in findings.breaches["writing"]}
    assert emptied == {"truncate", "open_for_nothing_to_truncate"}  # the third asks to read
    assert findings.breaches["names"] == ["stat", "inotify"]


@linux
def test_doctor_refuses_an_older_landlock_and_says_what_to_install(
    bare_warm: WarmParent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def started(without: list[str], landlock: int) -> contextlib.nullcontext[WarmParent]:
        assert set(without) == set(bare_warm.without)
        monkeypatch.setattr(bare_warm, "landlock", landlock)
        return contextlib.nullcontext(bare_warm)

    monkeypatch.setattr(parents, "WarmParent", started)
    older = ["doctor", "--landlock", "2", "--without", "namespaces", "--without", "user"]
    said = CliRunner().invoke(app, older)
    assert said.exit_code == 1
    text = " ".join(said.output.split())
    assert "Linux 6.2" in text and "bubblewrap" in text


# --- the layers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "attempt",
    [
        "os.fork()",
        "os.execv('/bin/true', ['true'])",
        "subprocess.run(['true'])",
        "socket.socket()",
        "socket.socket(socket.AF_UNIX)",
        "socket.socketpair(type=socket.SOCK_DGRAM)",
        "os.kill(os.getppid(), 0)",
        "os.killpg(0, 0)",
        "os.setsid()",
        "os.mkfifo('pipe')",
        "os.memfd_create('x')",
        "os.posix_fallocate(os.open('x', os.O_RDWR | os.O_CREAT), 0, 100)",
        "os.truncate('/dev/null', 0)",
        "os.open('/dev/null', os.O_RDONLY | os.O_TRUNC)",
        "os.open('/dev/null', 3 | os.O_TRUNC)",
        "os.open('/dev/zero', os.O_RDWR)",
        "mmap.mmap(-1, 100)",
        "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)",
        "os.sched_setaffinity(os.getppid(), [0])",
        "fcntl.fcntl(0, fcntl.F_SETOWN, os.getppid())",
        "open('/etc/passwd').read()",
        "open('/tmp/x', 'w')",
        "open('/dev/shm/x', 'w')",
        "os.listdir('/')",
        "open(f'/proc/{os.getppid()}/environ', 'rb').read()",
        "libc('prctl', 4, 1)",
        # The kernel reads 32 bits of these; a filter that compares 64 would let them through.
        "libc('fcntl', 0, (1 << 32) + 8, os.getppid())",
        "libc('prctl', (1 << 32) + 4, 1)",
        "libc('kill', (1 << 32) + os.getppid(), 0)",
        "libc('shmget', 0, 100, 0o1600)",
        "libc('unshare', 0x10000000)",
        "libc('ptrace', 16, os.getppid(), 0, 0)",
        "libc('inotify_init1', 0)",
        "libc('fallocate', os.open('x', os.O_RDWR | os.O_CREAT), 0, 0, 100)",
    ],
)
@linux
def test_what_a_candidate_may_not_do(candidate: Candidate, attempt: str) -> None:
    cell(
        candidate,
        "import ctypes, fcntl, mmap, os, resource, socket, subprocess\n"
        "def libc(name, *arguments):\n"
        "    function = getattr(ctypes.CDLL(None, use_errno=True), name)\n"
        "    if function(*map(ctypes.c_long, arguments)) == -1:\n"
        "        raise OSError(ctypes.get_errno(), name)\n"
        "def attempt():\n"
        "    try:\n"
        f"        {attempt}\n"
        "    except OSError as error:\n"
        "        return error.errno",
    )
    refusals = {errno.EPERM, errno.EACCES, errno.ENOSYS, errno.ENOENT, errno.EROFS, errno.ESRCH}
    assert call(candidate, "attempt") in refusals


@linux
def test_calls_by_another_table_end_the_process(candidate: Candidate) -> None:
    if os.uname().machine != "x86_64":
        pytest.skip("x86-64 has a second table of system calls")
    cell(
        candidate,
        "import ctypes\ndef f():\n    return ctypes.CDLL(None).syscall((1 << 30) + 39)",
    )
    with pytest.raises(Ended):
        call(candidate, "f")


def test_what_honest_code_does_works(candidate: Candidate) -> None:
    cell(
        candidate,
        "import os, shutil, socket, tempfile, threading\n"
        "import numpy as np\n"
        "def work():\n"
        "    thread = threading.Thread(target=np.zeros, args=(3,))\n"
        "    thread.start()\n"
        "    thread.join()\n"
        "    with tempfile.NamedTemporaryFile('w') as file:\n"
        "        np.save('a.npy', np.arange(3))\n"
        "        shutil.copy('a.npy', 'b.npy')\n"
        "        os.makedirs('deep/er')\n"
        "        shutil.move('b.npy', 'deep/er/c.npy')\n"
        "        np.random.default_rng()\n"
        "        [end.close() for end in socket.socketpair()]\n"
        "        print('x', file=file)\n"
        "    !pip install nothing\n"
        "    return np.load('deep/er/c.npy')",
    )
    assert call(candidate, "work").tolist() == [0, 1, 2]


@linux
@pytest.mark.parametrize(
    ("attempt", "error"),
    [
        ("bytearray(5 << 30)", "MemoryError"),
        ("open('big', 'wb').truncate(1 << 30)", "OSError"),
        ("[open('/dev/null') for _ in range(1000)]", "OSError"),
        (
            "[threading.Thread(target=time.sleep, args=(9,)).start() for _ in range(5000)]",
            "RuntimeError",
        ),
    ],
)
def test_limits(candidate: Candidate, attempt: str, error: str) -> None:
    cell(candidate, f"import signal, threading, time\ndef f():\n    {attempt}")
    with pytest.raises(Raised) as raised:
        call(candidate, "f", seconds=30)
    assert raised.value.type == error


def test_memory_is_watched(candidate: Candidate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidate_module, "MEMORY", 1 << 30)
    cell(candidate, "import time\ndef f():\n    held = bytearray(1 << 30)\n    time.sleep(60)")
    with pytest.raises(Ended, match="memory"):
        call(candidate, "f")
    assert_gone(candidate)


def test_more_threads_than_allowed_are_seen_from_outside(
    candidate: Candidate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root's own limit does not hold, so they are counted."""
    monkeypatch.setattr(sandbox, "THREADS", 40)
    action = "[threading.Thread(target=time.sleep, args=(60,)).start() for _ in range(50)]"
    cell(candidate, f"import threading, time\ndef f():\n    {action}\n    time.sleep(60)")
    with pytest.raises(Ended, match="more than 40 threads"):
        call(candidate, "f")
    assert_gone(candidate)


@linux
@pytest.mark.parametrize(
    ("confinement", "limited"),
    [
        ("'.', outside=sandbox.user_namespace()", False),
        ("'.', outside='user:[1]'", True),
        ("'.', user=60600, outside=sandbox.user_namespace()", True),
    ],
)
def test_threads_are_limited_where_the_kernel_counts_no_others(
    confinement: str, limited: bool
) -> None:
    code = (
        "import resource\nfrom gangrade.inside import sandbox\n"
        f"sandbox._limit(sandbox.Confinement({confinement}, threads=7))\n"
        "print(resource.getrlimit(resource.RLIMIT_NPROC)[0])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (run.stdout.strip() == "7") == limited


def test_a_sandbox_is_only_closed_around_one_thread() -> None:
    code = (
        "import threading\nfrom gangrade.inside import sandbox\n"
        "threading.Thread(target=threading.Event().wait, daemon=True).start()\n"
        "sandbox.enter(sandbox.Confinement('.'))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "second thread" in run.stderr


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give users")
def test_each_candidate_has_a_user_of_its_own() -> None:
    first, second = sandbox.User.claim(), sandbox.User.claim()
    try:
        assert first.number != second.number
    finally:
        second.release()
    again = sandbox.User.claim()
    assert again.number == second.number
    again.release()
    first.release()


# --- the end --------------------------------------------------------------------------------------

LOOPS = {
    "in a child": """
import subprocess, sys
subprocess.run([sys.executable, '-c', 'while True: pass'])
""",
    "in a fork": """
import os
if os.fork() == 0:
    while True: pass
os.wait()
""",
}


@pytest.mark.parametrize("name", LOOPS)
def test_loops_in_processes_end_at_the_deadline(loose: Candidate, name: str) -> None:
    with pytest.raises(Ended, match="within 1 s of computing time"):
        cell(loose, LOOPS[name], seconds=1)
    assert_gone(loose)


def test_processes_that_it_started_end_with_it(loose: Candidate) -> None:
    cell(
        loose,
        "import os, subprocess\n"
        "child = subprocess.Popen(['sleep', '1000'])\n"
        "shell = subprocess.Popen('sleep 1000 & echo $!; wait', shell=True, stdout=-1, text=True)\n"
        "own_session = subprocess.Popen(['sleep', '1000'], start_new_session=True)\n"
        "daemon = subprocess.run('setsid sleep 1000 >/dev/null & echo $!', shell=True, text=True,"
        " stdout=-1)\n"
        "def pids():\n"
        "    return [child.pid, int(shell.stdout.readline()), own_session.pid, int(daemon.stdout)]",
    )
    pids = call(loose, "pids")
    assert all(psutil.pid_exists(pid) for pid in pids)
    loose.close()
    assert_gone(loose, *pids)


def test_of_an_installed_grader_a_candidate_may_read_its_inside_alone(tmp_path: Path) -> None:
    """In a clone, gangrade lies beside the environment; an installed one lies in it."""
    site = tmp_path / "lib" / "python3" / "site-packages"
    for name in ("gangrade", "numpy"):
        (site / name).mkdir(parents=True)
    (site / "six.py").touch()
    (tmp_path / "lib64").symlink_to("lib")
    (tmp_path / "bin").mkdir()
    package = site / "gangrade"
    paths, leading = sandbox.without_package(tmp_path, package)
    assert paths == [tmp_path / "bin", site / "numpy", site / "six.py"]
    assert leading == [tmp_path, tmp_path / "lib", tmp_path / "lib" / "python3", site]
    assert sandbox.without_package(tmp_path / "lib64", package)[0] == paths[1:]
    assert sandbox.without_package(package, package) == ([], [])
    assert sandbox.without_package(site / "numpy", package) == ([site / "numpy"], [])
