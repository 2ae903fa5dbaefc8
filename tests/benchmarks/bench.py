"""What the benchmarks share: where things lie, the results file, and what commands cost."""

from __future__ import annotations

import ast
import contextlib
import datetime
import importlib.metadata
import json
import os
import platform
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "benchmarks"
RESULTS = Path(__file__).with_name("results.json")
BIN = Path(sys.executable).parent
CORES = len(os.sched_getaffinity(0))

ONE_THREAD = {
    **dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "-1",
}
"""Environment variables of a process that trains as a candidate does."""


# --- results -------------------------------------------------------------------------------------


def load() -> dict[str, Any]:
    """Return all results so far."""
    return dict(json.loads(RESULTS.read_text(encoding="utf-8"))) if RESULTS.exists() else {}


def save(section: str, key: str, values: Mapping[str, Any]) -> None:
    """Write down one result at once; what was measured before under this key is replaced."""
    results = load()
    results["machine"], results["versions"] = _machine(), _versions()
    when = {"date": datetime.date.today().isoformat(), "load_before": _LOAD}
    results.setdefault(section, {})[key] = {**values, **when}
    text = json.dumps(results, indent=1, ensure_ascii=False)
    temporary = RESULTS.with_suffix(".tmp")
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(RESULTS)
    say(f"{section}, {key}: {json.dumps({k: v for k, v in values.items() if k != 'series'})}")


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, flush=True)


_LOAD = round(os.getloadavg()[0], 2)
"""The load average when this script started: near 0 on a quiet machine."""


def _machine() -> dict[str, Any]:
    cpus = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    models = [line.split(":", 1)[1].strip() for line in cpus if line.startswith("model name")]
    return {
        "cores": CORES,
        "cpu": models[0] if models else platform.machine(),
        "memory_gb": round(psutil.virtual_memory().total / 2**30),
        "python": platform.python_version(),
    }


def _versions() -> dict[str, str]:
    names = ("tensorflow-cpu", "tensorflow", "keras", "numpy", "otter-grader")
    found = {}
    for name in names:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    for venv, package in (("nbgrader", "nbgrader"), ("torch", "torch")):
        pattern = f"lib/python*/site-packages/{package}-*.dist-info"
        for path in (BUILD / venv).glob(pattern):
            found[package] = path.name.removeprefix(f"{package}-").removesuffix(".dist-info")
    return found


# --- other programs ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Command:
    """A command that is measured."""

    args: Sequence[Any]
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cost:
    """What commands have taken, with all processes that they started."""

    wall: float
    cpu: float
    """Seconds."""
    memory: float
    """The largest sum of proportional set sizes (PSS) that was seen, in MB."""
    samples: list[tuple[float, float, float, float]]
    """Seconds since the start, that sum, the resident set of the commands themselves in MB, and
    what ``watch`` returned."""


def measure(
    commands: Sequence[Command],
    jobs: int = 1,
    seconds: float = 2.0,
    watch: Callable[[], float] = lambda: 0.0,
) -> Cost:
    """Run commands, ``jobs`` at a time, and look at their memory every so many ``seconds``.

    Raises:
        RuntimeError: if one fails; the message holds the end of what it said.
    """
    samples: list[tuple[float, float, float, float]] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(seconds):
            total, own = _memory()
            samples.append((time.monotonic() - started, total, own, watch()))

    with _group() as group:
        looking = threading.Thread(target=look)
        started, before = time.monotonic(), _cpu(group)
        looking.start()
        try:
            with ThreadPoolExecutor(jobs) as pool:
                list(pool.map(lambda command: _run(command, group), commands))
            wall, cpu = time.monotonic() - started, _cpu(group) - before
        finally:
            over.set()
            looking.join()
    return Cost(wall, cpu, max((sample[1] for sample in samples), default=0.0), samples)


def _run(command: Command, group: Path | None) -> None:
    enter = f"echo $$ > {group / 'cgroup.procs'} && " if group else ""
    done = subprocess.run(
        ["sh", "-c", f'{enter}exec "$@"', "sh", *map(str, command.args)],
        cwd=command.folder,
        env={**os.environ, **command.environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    if done.returncode:
        said = "\n".join(done.stdout.splitlines()[-15:])
        raise RuntimeError(f"{Path(command.args[0]).name} failed ({done.returncode}):\n{said}")


@contextlib.contextmanager
def _group() -> Iterator[Path | None]:
    """Give a control group (version 2) of our own, whose CPU time counts processes that ended too.

    Where none can be made, the CPU time is that of the whole machine.
    """
    group = None
    for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2":
            own = next(
                text[3:].strip()
                for text in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
                if text.startswith("0::")
            )
            group = Path(place + own) / f"gangrade-benchmark-{os.getpid()}"
    try:
        if group:
            group.mkdir()
    except OSError:
        group = None
    if group is None:
        say("No control group: CPU time is that of the whole machine.")
    try:
        yield group
    finally:
        if group:
            _remove(group)


def _remove(group: Path) -> None:
    """Remove the group when its last process has ended, which may be later than the command."""
    for _ in range(100):
        try:
            group.rmdir()
            return
        except OSError:
            time.sleep(0.1)
    say(f"Processes are left in {group}: {(group / 'cgroup.procs').read_text().split()}")


def _cpu(group: Path | None) -> float:
    if group is None:
        times = psutil.cpu_times()
        return float(times.user + times.nice + times.system + times.irq + times.softirq)
    words = (group / "cpu.stat").read_text(encoding="ascii").split()
    return int(words[words.index("usage_usec") + 1]) / 1e6


def _memory() -> tuple[float, float]:
    """Return the PSS of all processes below us, and the RSS of our direct children, in MB."""
    total = own = 0.0
    me = psutil.Process()
    for process in me.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            total += process.memory_full_info().pss
            own += process.memory_info().rss if process.ppid() == me.pid else 0
    return total / 1e6, own / 1e6


def fresh(folder: Path) -> Path:
    """Return the folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def venv(name: str, *requirements: str) -> Path | None:
    """Return the Python of a virtual environment of this name; None if pip cannot fill it."""
    folder = BUILD / name
    done = folder / "requirements.txt"
    wanted = "\n".join(requirements)
    if not done.exists() or done.read_text(encoding="utf-8") != wanted:
        say(f"Making {folder.relative_to(ROOT)} …")
        subprocess.run([sys.executable, "-m", "venv", "--clear", folder], check=True)
        pip: list[Any] = [
            folder / "bin/python",
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
        ]
        if subprocess.run([*pip, *requirements], check=False).returncode:
            return None
        done.write_text(wanted, encoding="utf-8")
    return folder / "bin" / "python"


# --- the students' code --------------------------------------------------------------------------


def definitions(cells: Sequence[str]) -> dict[str, Any]:
    """Run what a notebook imports and defines, without otter, and return its names."""
    names: dict[str, Any] = {}
    for source in cells:
        try:
            tree = ast.parse(source)
        except SyntaxError:  # magics
            continue
        kinds = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef)
        kept = [node for node in tree.body if isinstance(node, kinds)]
        kept = [node for node in kept if ast.unparse(node) != "import otter"]
        exec(compile(ast.Module(kept, []), "<notebook>", "exec"), names)
    return names
