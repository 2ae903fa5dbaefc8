"""The wheel in the autograder zip: the project's own, without what the image never imports."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from gangrade.part.course import Course
from gangrade.release.master import ReleaseError

LEFT_OUT = ("calibrating", "cli", "corpus", "finals", "marking", "release")
"""Packages of gangrade that ``gangrade.container`` does not lead to."""


def build(course: Course) -> dict[str, bytes]:
    """Build the wheel with the installed hatchling: no network, the same bytes always.

    Returns its content by its path in the zip; all parts of a course have the same.

    Raises:
        ReleaseError: if it cannot be built.
    """
    with tempfile.TemporaryDirectory(prefix="gangrade-wheel-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=course.root,
            env={**os.environ, "SOURCE_DATE_EPOCH": "1577836800"},  # 2020-01-01
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = done.stderr.strip() or done.stdout.strip() or "no reason given"
            reason = said.splitlines()[-1]
            name = course.pyproject.name
            raise ReleaseError([f"the wheel cannot be built from {name}: {reason}"])
        [wheel] = Path(folder).glob("*.whl")
        return {f"wheels/{wheel.name}": _for_image(wheel.read_bytes())}


def _for_image(wheel: bytes) -> bytes:
    """Return a wheel without ``LEFT_OUT`` and without commands, which need it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel)) as full, zipfile.ZipFile(stream, "w") as small:
        for info in full.infolist():
            content = full.read(info)
            if _is_left_out(info.filename):
                continue
            if info.filename.endswith(".dist-info/RECORD"):
                lines = content.decode().splitlines(keepends=True)
                kept = [line for line in lines if not _is_left_out(line.split(",")[0])]
                content = "".join(kept).encode()
            small.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _is_left_out(name: str) -> bool:
    folders = tuple(f"gangrade/{package}/" for package in LEFT_OUT)
    return name.startswith(folders) or name.endswith(".dist-info/entry_points.txt")
