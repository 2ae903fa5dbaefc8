"""What a course adds to the grader's packages: read, locked, promised, and asked for."""

from __future__ import annotations

import json
import platform
import re
import stat
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from gangrade.errors import InputError
from gangrade.part.course import Course
from gangrade.part.environment import PYTHONS, Environment, Settings
from gangrade.release import packages
from gangrade.release.master import ReleaseError
from packaging.specifiers import SpecifierSet

LOCK = """\
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:00
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:01
Pillow==13.0.0 \\
    --hash=sha256:02
"""


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = Course(tmp_path / "course")
    course.image.mkdir(parents=True)
    course.image_lock.write_text(LOCK, encoding="utf-8")
    return course


class Uv:
    """Stands for uv: notes what it was asked for, and answers."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch):
        self.asked = folder / "asked"
        self.program = folder / "uv"
        monkeypatch.setattr(packages.sys, "executable", str(folder / "python"))
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")

    def answers(self, text: str, status: int = 0) -> None:
        (self.program.parent / "answer").write_text(text, encoding="utf-8")
        to = ">&2" if status else ""
        self.program.write_text(
            f'#!/bin/sh\nfolder=$(dirname "$0")\necho "$@" >>"$folder/asked"\n'
            f'cat >>"$folder/asked"\ncat "$folder/answer" {to}\nexit {status}\n',
            encoding="utf-8",
        )
        self.program.chmod(stat.S_IRWXU)


@pytest.fixture
def uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Uv:
    (tmp_path / "bin").mkdir()
    return Uv(tmp_path / "bin", monkeypatch)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("python = 3.12", 'python should be one of "3.11", "3.12", "3.13", in quotes'),
        ('python = "3.10"', "python should be one of"),
        ('packages = "seaborn"', "packages should be a list of texts"),
        ("packages = [1]", "packages should be a list of texts"),
        ('packages = ["sea born"]', "“sea born” is no package as pip takes it"),
        ('packages = ["-r other.txt"]', "is no package as pip takes it"),
        ('packages = ["a @ file:///tmp/a.whl"]', "a name and versions are enough"),
        ("packages = [\"a ; python_version < '3.12'\"]", "a name and versions are enough"),
        ('index = "x"', "unknown setting index; there are python, packages"),
        ("packages = [", "it is not TOML"),
    ],
)
def test_what_cannot_be_used_is_told(text: str, words: str) -> None:
    with pytest.raises(InputError, match=re.escape(words)):
        Settings.read(text)


def test_settings_are_read() -> None:
    assert Settings.read("") == Settings("3.11", ())
    read = Settings.read('python = "3.12"\npackages = ["seaborn>=0.13", "scikit-learn"]')
    assert read == Settings("3.12", ("seaborn>=0.13", "scikit-learn"))


def test_what_the_grader_has_anyway_needs_no_lock(course: Course, uv: Uv) -> None:
    assert packages.lock(course, ["pillow", "numpy>=2,<3"]) == b""
    assert not course.package_lock.exists() and not uv.asked.exists()


@pytest.mark.parametrize("package", ["seaborn", "numpy>=2.5", "pillow[xmp]"])
def test_what_is_new_is_locked_once(course: Course, uv: Uv, package: str) -> None:
    """With hashes, beside the grader's own versions, for the oldest Python on; without an index."""
    uv.answers("seaborn==0.13.2 \\\n    --hash=sha256:03\n")
    locked = packages.lock(course, ["pillow", package])
    assert locked == course.package_lock.read_bytes()
    assert locked.decode().endswith("\nseaborn==0.13.2 \\\n    --hash=sha256:03\n")
    asked = uv.asked.read_text(encoding="utf-8")
    assert asked.splitlines()[-1] == package
    for words in ("--generate-hashes", f"-c {course.image_lock}", "--no-emit-package numpy"):
        assert words in asked
    for words in (
        "--universal --python-version 3.11",
        "--no-emit-index-url",
        "--only-binary :all:",
    ):
        assert words in asked

    uv.program.unlink()
    assert packages.lock(course, [package, "pillow"]) == locked
    course.image_lock.write_text(LOCK.replace("13.0.0", "13.0.1"), encoding="utf-8")
    with pytest.raises(
        ReleaseError, match=r"locking takes uv, which is not here: .*pip install uv"
    ):
        packages.lock(course, [package, "pillow"])
    assert course.package_lock.read_bytes() == locked


@pytest.mark.parametrize(
    "reason", ["no route to the package index", "numpy==2.4.6 does not fit", ""]
)
def test_what_cannot_be_locked_stops_the_release(course: Course, uv: Uv, reason: str) -> None:
    uv.answers(reason, status=1)
    with pytest.raises(ReleaseError) as refusal:
        packages.lock(course, ["seaborn"])
    [problem] = refusal.value.problems
    assert problem.startswith("environment.toml: seaborn cannot be locked")
    assert (reason or "no reason given") in problem and "Check the names" in problem
    assert not course.package_lock.exists()


def test_a_promise_is_kept_here_or_grading_stops(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = Environment("3.11", ("numpy", "tensorflow"))
    kept.check()
    assert kept.versions.keys() == {"numpy", "tensorflow"}
    assert Environment.of({}) == Environment()
    with pytest.raises(InputError, match="the package no-such-one, which is not installed here"):
        Environment("3.11", ("numpy", "no-such-one")).check()
    monkeypatch.setattr(platform, "python_version", lambda: "3.11.0rc1")
    kept.check()
    with pytest.raises(InputError, match=r"promised Python 3\.12, and this is 3\.11\.0rc1"):
        Environment("3.12").check()


def test_the_command_line_refuses_before_it_grades(make_part: Any, tmp_path: Path) -> None:
    autograder = make_part({"double": "def test_it(double):\n    pass\n"})
    file = autograder.path / "part.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["environment"] = {"python": "3.11", "packages": ["no-such-one"]}
    file.write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "a.ipynb").write_text("{}", encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-c", "from gangrade.cli import app; app()", "grade"),
            *("--part", "small", "--autograder", str(autograder.path)),
            *("--out", str(tmp_path / "out"), str(tmp_path / "a.ipynb")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    said = " ".join(done.stderr.split())
    assert "Students were promised the package no-such-one" in said and "Traceback" not in said
    assert not (tmp_path / "out").exists()


def test_the_pythons_are_those_that_the_kit_can_be_installed_on() -> None:
    pyproject = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    allowed = SpecifierSet(tomllib.loads(pyproject)["project"]["requires-python"])
    assert [f"3.{n}" for n in range(100) if f"3.{n}" in allowed] == [*PYTHONS]
