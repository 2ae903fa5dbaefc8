"""The limits of a container, read from control groups of both versions."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from gangrade.candidate import machine

MB = 1 << 20
UNLIMITED = "9223372036854771712"
"""No limit, as version 1 writes it."""


class Groups:
    """Control groups under a folder, and where /proc/self/cgroup says that we are in them."""

    def __init__(self, root: Path):
        self.root = root
        self.ours = self.machine = ""
        root.mkdir()

    def write(self, folder: str, **files: str) -> None:
        """Write files of a group; ``cpu_max`` is the file cpu.max."""
        path = self.root / folder
        path.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (path / name.replace("_", ".", 1)).write_text(text + "\n", encoding="ascii")


@pytest.fixture
def groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Groups:
    """Empty control groups on a machine with eight processors."""
    made = Groups(tmp_path / "cgroup")
    read = machine._read
    monkeypatch.setattr(machine, "ROOT", made.root)
    monkeypatch.setattr(
        machine,
        "_read",
        lambda path: {"cgroup": made.ours, "vmstat": made.machine}.get(path.name, read(path)),
    )
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: set(range(8)), raising=False)
    return made


def seen() -> tuple[float, int | None, int | None, int]:
    return machine.cpus(), machine.memory(), machine.held(), machine.killed()


NOTHING = (8, None, None, 0)


def test_without_a_limit_the_machine_counts_what_it_has_killed(groups: Groups) -> None:
    groups.ours = "0::/pod\n"
    groups.machine = "pgfault 12\noom_kill 7\n"
    assert machine.killed() == 7
    groups.write("pod", memory_max=str(600 * MB), memory_events="oom 1\noom_kill 2")
    assert machine.killed() == 2


def test_without_groups_there_are_the_processors(groups: Groups) -> None:
    assert seen() == NOTHING
    groups.ours = "0::/\n"
    assert seen() == NOTHING
    groups.ours = "3:cpu:/docker/7\n2:memory:/docker/7\n"
    assert seen() == NOTHING


def test_version_2(groups: Groups) -> None:
    groups.ours = "0::/pod\n"
    groups.write(
        "pod",
        cpu_max="50000 100000",
        memory_max=str(768 * MB),
        memory_stat="file 999\nanon 12345\nanon_thp 7",
        memory_events="low 0\noom 5\noom_kill 2\noom_group_kill 9",
    )
    assert seen() == (0.5, 768 * MB, 12345, 2)


@pytest.mark.parametrize("cpu", ["cpu", "cpu,cpuacct", "cpuacct,cpu"])
def test_version_1(groups: Groups, cpu: str) -> None:
    groups.ours = f"5:name=systemd:/x\n4:memory:/docker/7\n3:cpuset:/a\n2:{cpu}:/docker/7\n"
    groups.write(f"{cpu}/docker/7", cpu_cfs_quota_us="150000", cpu_cfs_period_us="100000")
    groups.write(
        "memory/docker/7",
        memory_limit_in_bytes=str(1024 * MB),
        memory_stat="rss 1\ncache 2\ntotal_rss 54321\ntotal_rss_huge 3",
        memory_oom_control="oom_kill_disable 0\nunder_oom 0\noom_kill 3",
    )
    assert seen() == (1.5, 1024 * MB, 54321, 3)


def test_other_controllers_do_not_count(groups: Groups) -> None:
    groups.ours = "2:cpuacct:/\n1:cpuset:/\n"
    for folder in ("cpuacct", "cpuset", "cpu", "memory"):
        groups.write(folder, cpu_max="10000 100000", memory_max="5", memory_stat="anon 5")
    assert seen() == NOTHING


def test_version_2_unlimited(groups: Groups) -> None:
    groups.ours = "0::/pod\n"
    groups.write(
        "pod", cpu_max="max 100000", memory_max="max", memory_stat="anon 5", memory_events="oom 1"
    )
    assert seen() == NOTHING


def test_version_1_unlimited(groups: Groups) -> None:
    groups.ours = "2:cpu:/\n1:memory:/\n"
    groups.write("cpu", cpu_cfs_quota_us="-1", cpu_cfs_period_us="100000")
    groups.write("memory", memory_limit_in_bytes=UNLIMITED, memory_stat="total_rss 5")
    assert seen() == NOTHING


def test_more_than_the_machine_has_is_no_more(groups: Groups) -> None:
    groups.ours = "0::/\n"
    groups.write("", cpu_max="6400000 100000")
    assert machine.cpus() == 8


def test_a_tighter_group_above_counts(groups: Groups) -> None:
    groups.ours = "0::/slice/pod/inner\n"
    groups.write("slice", cpu_max="max 100000", memory_max=str(900 * MB))
    groups.write("slice/pod", cpu_max="25000 100000", memory_max=str(500 * MB))
    groups.write(
        "slice/pod/inner",
        cpu_max="200000 100000",
        memory_max=str(700 * MB),
        memory_stat="anon 11",
        memory_events="oom_kill 1",
    )
    # A group counts what was killed below it too.
    groups.write("slice/pod", memory_stat="anon 22", memory_events="oom_kill 4")
    assert seen() == (0.25, 500 * MB, 11, 4)


def test_a_tighter_group_above_counts_in_version_1(groups: Groups) -> None:
    groups.ours = "2:cpu,cpuacct:/a/b\n1:memory:/a/b\n"
    groups.write("cpu,cpuacct/a", cpu_cfs_quota_us="100000", cpu_cfs_period_us="100000")
    groups.write("cpu,cpuacct/a/b", cpu_cfs_quota_us="-1", cpu_cfs_period_us="100000")
    groups.write("memory/a", memory_limit_in_bytes=str(300 * MB))
    groups.write("memory/a/b", memory_limit_in_bytes=UNLIMITED, memory_stat="total_rss 6")
    assert seen() == (1, 300 * MB, 6, 0)


@pytest.mark.parametrize("path", ["/ecs/task/container", "/"])
@pytest.mark.parametrize("version", [1, 2])
def test_in_a_container_its_own_group_is_at_the_top(
    groups: Groups, version: int, path: str
) -> None:
    """/proc/self/cgroup gives the path on the host; what is mounted is the container's group."""
    if version == 2:
        groups.ours = f"0::{path}\n"
        groups.write("", cpu_max="200000 100000", memory_max=str(768 * MB), memory_stat="anon 8")
    else:
        groups.ours = f"2:cpu,cpuacct:{path}\n1:memory:{path}\n0::{path}\n"
        groups.write("cpu,cpuacct", cpu_cfs_quota_us="200000", cpu_cfs_period_us="100000")
        limit = str(768 * MB)
        groups.write("memory", memory_limit_in_bytes=limit, memory_stat="total_rss 8")
    assert seen() == (2, 768 * MB, 8, 0)


def test_what_this_machine_says() -> None:
    """On any system: there is a processor, and we hold no more than there is."""
    assert 0 < machine.cpus() <= (os.cpu_count() or 1)
    limit, held = machine.memory(), machine.held()
    assert (held is None) or (limit is not None and 0 < held <= limit)
    assert machine.killed() >= 0
