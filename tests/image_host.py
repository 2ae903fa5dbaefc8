"""Stands for Gradescope: builds the grading image from a released zip and runs submissions in it.

There is no Docker here. A root file system made by debootstrap is the base image, an overlay of it
a container, bubblewrap starts its processes as root with Docker's default capabilities and no
others, and a control group limits their memory and CPU.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
import time
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CAPABILITIES = (
    *("CHOWN", "DAC_OVERRIDE", "FSETID", "FOWNER", "MKNOD", "NET_RAW", "SETGID", "SETUID"),
    *("SETFCAP", "SETPCAP", "NET_BIND_SERVICE", "SYS_CHROOT", "KILL", "AUDIT_WRITE"),
)
"""Those of Docker's default: no SYS_ADMIN, no NET_ADMIN, no SYS_RESOURCE."""
CGROUP = Path("/sys/fs/cgroup")
HOST_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
CERTIFICATES = "/etc/host-certificates.crt"


def missing() -> str:
    """Return what this machine lacks for this, or nothing."""
    if os.geteuid() != 0:
        return "it needs root"
    for program in ("debootstrap", "bwrap", "mount"):
        if shutil.which(program) is None:
            return f"it needs {program}"
    if not (CGROUP / "memory/memory.limit_in_bytes").exists() and not os.access(
        CGROUP / "cgroup.subtree_control", os.W_OK
    ):
        return "it needs control groups of version 1 or 2"
    return ""


def bootstrap(folder: Path, suite: str) -> Path:
    """Make a bare root file system in ``folder``, unless it is there; return it."""
    base = folder / suite
    if not (base / "usr/bin/apt-get").exists():
        folder.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(base, ignore_errors=True)
        _run(["debootstrap", "--variant=minbase", suite, str(base)])
    return base


@dataclass
class Run:
    """What one run of a container gave."""

    status: int
    printed: str
    seconds: float
    cpu: float
    peak: int
    """Bytes that the group held at most, with the disk's pages that can be given back."""
    needed: int
    """Bytes that it held at most of its own, seen once in half a second."""
    killed: int
    results: dict[str, Any] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    """Files beside the results that are new or have changed in the container."""


class Image:
    """A grading image: the base with an autograder zip, after its setup.sh."""

    def __init__(self, base: Path, folder: Path):
        """Take a base; ``folder`` is for what is built and run."""
        self.base = base
        self.folder = folder
        self.layers = [base]
        folder.mkdir(parents=True, exist_ok=True)

    def build(self, zipped: Path) -> Run:
        """Put the zip where Gradescope puts it and run its setup.sh."""
        layer = self.folder / "image"
        source = layer / "autograder/source"
        source.mkdir(parents=True)
        with zipfile.ZipFile(zipped) as archive:
            archive.extractall(source)
        shutil.copy(source / "run_autograder", layer / "autograder/run_autograder")
        (layer / "autograder/run_autograder").chmod(0o755)
        (layer / "autograder/results").mkdir()
        (layer / "autograder/submission").mkdir()
        # The package index that this machine uses, and how it trusts it.
        (layer / "etc").mkdir()
        for path in (Path("/etc/pip.conf"), Path("/etc/resolv.conf")):
            if path.exists():
                shutil.copy(path, layer / "etc")
        shutil.copy(HOST_CERTIFICATES, layer / CERTIFICATES.lstrip("/"))
        settings = {
            name: value
            for name, value in os.environ.items()
            if name.startswith("PIP_") and not value.startswith(("/", "file:"))
        }
        settings |= {"PIP_CERT": CERTIFICATES, "PIP_CONFIG_FILE": "/etc/pip.conf"}
        run = self._run(layer, ["bash", "/autograder/source/setup.sh"], settings)
        self.layers = [layer, *self.layers]
        return run

    def grade(
        self,
        submission: Mapping[str, bytes],
        metadata: Mapping[str, Any] | None = None,
        memory: int = 768,
        cpus: float = 0.5,
        kill_when: Callable[[dict[str, Any]], bool] | None = None,
        settings: str = "",
    ) -> Run:
        """Run ``run_autograder`` in a fresh container on these files; memory is in MB.

        All of it is killed as soon as ``kill_when`` is true of what results.json holds.
        """
        layer = self.folder / f"run-{uuid.uuid4().hex[:8]}"
        for name in ("submission", "results"):
            (layer / "autograder" / name).mkdir(parents=True)
        for name, content in submission.items():
            path = layer / "autograder/submission" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if metadata is not None:
            path = layer / "autograder/submission_metadata.json"
            path.write_text(json.dumps(metadata), encoding="utf-8")
        if settings:
            (layer / "autograder/source").mkdir()
            path = layer / "autograder/source/config.toml"
            path.write_text(settings, encoding="utf-8")
        before = set(layer.rglob("*"))
        limits = (memory << 20, cpus)
        results = layer / "autograder/results/results.json"

        def is_enough() -> bool:
            assert kill_when is not None
            return results.exists() and kill_when(json.loads(results.read_text(encoding="utf-8")))

        try:
            end = is_enough if kill_when else None
            run = self._run(layer, ["/autograder/run_autograder"], {}, limits, end)
            run.results = json.loads(results.read_text(encoding="utf-8"))
            run.left = [
                f"/{path.relative_to(layer)}"
                for path in layer.rglob("*")
                if path not in before and not path.is_dir() and path != results
            ]
            return run
        finally:
            shutil.rmtree(layer, ignore_errors=True)

    def execute(self, command: list[str], memory: int = 768, cpus: float = 0.5) -> Run:
        """Run a command in a fresh container."""
        layer = self.folder / f"run-{uuid.uuid4().hex[:8]}"
        layer.mkdir()
        try:
            return self._run(layer, command, {}, (memory << 20, cpus))
        finally:
            shutil.rmtree(layer, ignore_errors=True)

    def _run(
        self,
        layer: Path,
        command: list[str],
        environment: Mapping[str, str],
        limits: tuple[int, float] | None = None,
        end: Callable[[], bool] | None = None,
    ) -> Run:
        """Run a command; what it changes on the disk goes into ``layer``."""
        with self._mounted(layer) as root, _Group(limits) as group:
            started = time.monotonic()
            process = subprocess.Popen(
                [*group.enter, *_bubblewrap(root, environment), *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            while end is not None and process.poll() is None:
                time.sleep(0.2)
                if end():
                    group.kill()
                    break
            printed = process.communicate()[0].decode(errors="replace")
            seconds = time.monotonic() - started
            return Run(
                process.returncode,
                printed,
                seconds,
                group.cpu(),
                group.peak(),
                group.needed,
                group.killed(),
            )

    @contextmanager
    def _mounted(self, layer: Path) -> Iterator[Path]:
        work, root = layer.with_name(f"{layer.name}.work"), layer.with_name(f"{layer.name}.root")
        work.mkdir()
        root.mkdir()
        lower = ":".join(map(str, self.layers))
        options = f"lowerdir={lower},upperdir={layer},workdir={work}"
        _run(["mount", "-t", "overlay", "overlay", "-o", options, str(root)])
        try:
            yield root
        finally:
            _run(["umount", "--lazy", str(root)])
            shutil.rmtree(work, ignore_errors=True)
            root.rmdir()


def _bubblewrap(root: Path, environment: Mapping[str, str]) -> list[str]:
    command = ["bwrap", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]
    command += ["--bind", str(root), "/", "--proc", "/proc", "--dev", "/dev"]
    command += ["--ro-bind", "/sys", "/sys", "--tmpfs", "/run", "--chdir", "/autograder"]
    command += ["--perms", "1777", "--dir", "/run/lock", "--cap-drop", "ALL"]
    for capability in CAPABILITIES:
        command += ["--cap-add", f"CAP_{capability}"]
    command += ["--clearenv", "--setenv", "HOME", "/root"]
    paths = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    for name, value in {"PATH": paths, **environment}.items():
        command += ["--setenv", name, value]
    return command


class _Group:
    """A control group with limits (bytes, processors), or without."""

    def __init__(self, limits: tuple[int, float] | None):
        name = f"gangrade-{uuid.uuid4().hex[:8]}"
        self._second = not (CGROUP / "memory").is_dir()
        controllers = [""] if self._second else ["memory", "cpu", "cpuacct"]
        self._folders = {controller: CGROUP / controller / name for controller in controllers}
        for folder in self._folders.values():
            folder.mkdir()
        self.needed = 0
        if limits is not None:
            self._limit(*limits)
        enter = "; ".join(f"echo $$ > {f}/cgroup.procs" for f in self._folders.values())
        self.enter = ["sh", "-c", f'{enter}; exec "$@"', "sh"]

    def _limit(self, memory: int, cpus: float) -> None:
        period = 100_000
        quota = int(cpus * period)
        if self._second:
            self._write("", "memory.max", str(memory))
            self._write("", "cpu.max", f"{quota} {period}")
        else:
            self._write("memory", "memory.limit_in_bytes", str(memory))
            self._write("cpu", "cpu.cfs_period_us", str(period))
            self._write("cpu", "cpu.cfs_quota_us", str(quota))

    def _write(self, controller: str, name: str, value: str) -> None:
        (self._folders[controller] / name).write_text(value, encoding="ascii")

    def _read(self, controller: str, name: str) -> str:
        folder = self._folders["" if self._second else controller]
        return (folder / name).read_text(encoding="ascii")

    def _number(self, controller: str, name: str, key: str) -> int:
        lines = self._read(controller, name).splitlines()
        return next(int(line.split()[1]) for line in lines if line.split()[0] == key)

    def __enter__(self) -> _Group:
        self._stop = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._watcher.join()
        self.kill()
        for folder in self._folders.values():
            for _ in range(50):
                try:
                    folder.rmdir()
                    break
                except OSError:
                    time.sleep(0.1)

    def _watch(self) -> None:
        key = "anon" if self._second else "total_rss"
        while not self._stop.wait(0.5):
            self.needed = max(self.needed, self._number("memory", "memory.stat", key))

    def kill(self) -> None:
        for number in self._read("memory", "cgroup.procs").split():
            try:
                os.kill(int(number), 9)
            except ProcessLookupError:
                continue

    def cpu(self) -> float:
        if self._second:
            return self._number("", "cpu.stat", "usage_usec") / 1e6
        return int(self._read("cpuacct", "cpuacct.usage")) / 1e9

    def peak(self) -> int:
        name = "memory.peak" if self._second else "memory.max_usage_in_bytes"
        return int(self._read("memory", name))

    def killed(self) -> int:
        name = "memory.events" if self._second else "memory.oom_control"
        return self._number("memory", name, "oom_kill")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {(done.stdout + done.stderr)[-2000:]}")
