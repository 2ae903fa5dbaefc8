"""The wheel in the autograder zip: the installed kit, without what the image never imports."""

from __future__ import annotations

import importlib.metadata
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from gangrade.release.kit import CLONE, NAME
from gangrade.release.master import ReleaseError

LEFT_OUT = ("calibrating", "cli", "corpus", "course", "finals", "marking", "release")
"""Folders of gangrade that ``gangrade.container`` does not lead to."""
EPOCH = "1577836800"  # 2020-01-01
OF_THE_INSTALLATION = ("INSTALLER", "REQUESTED", "direct_url.json", "entry_points.txt")
"""What pip adds beside a wheel's own files, and the commands, which need what is left out."""


def build() -> dict[str, bytes]:
    """Build the wheel of the installed kit: no network, the same bytes always.

    Returns its content by its path in the zip; all parts of a course have the same.

    Raises:
        ReleaseError: if it cannot be built.
    """
    name, files = _of_project(CLONE) if CLONE else _of_installation()
    kept = sorted(path for path in files if not _is_left_out(path))
    [record] = [path for path in kept if path.endswith(".dist-info/RECORD")]
    lines = {line.split(",")[0]: line for line in files[record].decode().splitlines()}
    files[record] = "".join(f"{lines[path]}\n" for path in kept).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as wheel:
        for path in kept:
            info = zipfile.ZipInfo(path, date_time=(2020, 1, 1, 0, 0, 0))
            info.external_attr = 0o100644 << 16
            wheel.writestr(info, files[path], compress_type=zipfile.ZIP_DEFLATED)
    return {f"wheels/{name}": stream.getvalue()}


def _of_project(root: Path) -> tuple[str, dict[str, bytes]]:
    """Return the wheel's name and files as hatchling makes them of the project in ``root``."""
    with tempfile.TemporaryDirectory(prefix="gangrade-wheel-") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
            cwd=root,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            said = done.stderr.strip() or done.stdout.strip() or "no reason given"
            reason = said.splitlines()[-1]
            raise ReleaseError([f"the wheel cannot be built from pyproject.toml: {reason}"])
        [path] = Path(folder).glob("*.whl")
        with zipfile.ZipFile(path) as wheel:
            return path.name, {name: wheel.read(name) for name in wheel.namelist()}


def _of_installation() -> tuple[str, dict[str, bytes]]:
    """Return the wheel's name and files as they were installed."""
    installed = importlib.metadata.distribution(NAME)
    files = {
        file.as_posix(): Path(str(installed.locate_file(file))).read_bytes()
        for file in installed.files or []
        if ".." not in file.parts and file.suffix != ".pyc"
    }
    return f"{NAME}-{installed.version}-py3-none-any.whl", files


def _is_left_out(name: str) -> bool:
    folders = tuple(f"gangrade/{package}/" for package in LEFT_OUT)
    return name.startswith(folders) or (
        ".dist-info/" in name and name.endswith(OF_THE_INSTALLATION)
    )
