"""The first thing that somebody runs in a clone: it says what it does, and what went wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from gangrade.part.course import Course

CLONE = Course.find(Path(__file__).parent).root

PYTHON = """#!/bin/sh
# In place of Python, its venv and its pip.
case "$*" in
*"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
*requirements.lock*)
	for number in $(seq 25); do echo "Collecting package$number==1.0"; echo "  Downloading it"; done
	if [ -e fail ]; then
		echo "ERROR: Could not find a version that satisfies the requirement"
		echo "ERROR: No matching distribution found for package25"
		exit 1
	fi
	echo "Installing collected packages: package1, package2" ;;
esac
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    shutil.copy(CLONE / "Makefile", tmp_path)
    (tmp_path / "requirements.lock").write_text("a==1 \\\n    --hash=sha256:0\n" * 25)
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "python").write_text(PYTHON)
    (tmp_path / "python").chmod(0o755)
    return tmp_path


def setup(clone: Path) -> tuple[int, str]:
    # Not as a part of the make that runs these tests.
    space = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    done = subprocess.run(
        ["make", "setup", "PYTHON=./python"],
        cwd=clone,
        env=space,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_set_up_says_what_it_downloads_and_how_far_it_is(clone: Path) -> None:
    status, said = setup(clone)
    assert status == 0, said
    lines = said.splitlines()
    assert lines[0] == (
        "Setting up .venv, which is needed once: about 25 packages, 2.4 GB on the disk, TensorFlow "
        "among them."
    )
    steps = [f"{number} of about 25 packages" for number in (1, 11, 21)]
    assert [line for line in lines if "of about" in line] == steps
    assert "Installing them; this takes minutes." in lines
    assert not any("Downloading" in line for line in lines)
    assert (clone / ".venv" / "ready").exists()
    assert "Setting up" not in setup(clone)[1]  # once


def test_a_set_up_that_fails_says_why_and_is_not_done(clone: Path) -> None:
    (clone / "fail").touch()
    status, said = setup(clone)
    assert status != 0
    assert "ERROR: No matching distribution found for package25" in said
    assert not (clone / ".venv" / "ready").exists()
