"""The packages that a course adds to the grader's own: locked by uv, with hashes for the image."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gangrade import writing
from gangrade.part.course import Course
from gangrade.part.environment import PYTHONS
from gangrade.release import kit
from gangrade.release.master import ReleaseError

_LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_STAMP = "# of: "


def lock(course: Course, packages: Sequence[str]) -> bytes:
    """Return the lock file of what ``packages`` need beside the grader's own lock file.

    It is kept as ``course.package_lock`` and made anew only where it is not for these packages and
    this lock file: a release needs no network otherwise.

    Raises:
        ReleaseError: if the packages cannot be locked; it says how they can.
    """
    own = kit.image_file(course, course.image_lock.name).read_text(encoding="utf-8")
    added = sorted(package for package in packages if not _is_locked(package, own))
    if not added:
        return b""
    stamp = hashlib.sha256(json.dumps([added, own]).encode()).hexdigest()
    if course.package_lock.exists():
        known = course.package_lock.read_bytes()
        if known.startswith(f"{_STAMP}{stamp}\n".encode()):
            return known
    content = f"{_STAMP}{stamp}\n{_compiled(course, added, own)}".encode()
    writing.replace(course.package_lock, content, mode=0o644)
    return content


def _is_locked(package: str, lock: str) -> bool:
    """Return whether all versions of a package in a lock file are allowed."""
    wanted = Requirement(package)
    versions = [
        version
        for name, version in _LOCKED.findall(lock)
        if canonicalize_name(name) == canonicalize_name(wanted.name)
    ]
    return bool(versions) and not wanted.extras and all(v in wanted.specifier for v in versions)


def _compiled(course: Course, added: Sequence[str], own: str) -> str:
    """Return what uv finds for all Pythons and platforms."""
    # The one of this environment first, whose folder need not be among those of programs.
    program = shutil.which("uv", path=Path(sys.executable).parent) or shutil.which("uv")
    names = ", ".join(added)
    if program is None:
        raise ReleaseError(
            [
                f"{course.environment.name} adds {names}, and locking takes uv, which is not "
                "here: pip install uv, then release again"
            ]
        )
    known = sorted({name for name, _ in _LOCKED.findall(own)})
    done = subprocess.run(
        [
            *(program, "pip", "compile", "--universal", "--python-version", PYTHONS[0]),
            *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"),
            *(
                "--only-binary",
                ":all:",
                "--quiet",
                "-c",
                str(kit.image_file(course, course.image_lock.name)),
            ),
            *(word for name in known for word in ("--no-emit-package", name)),
            "-",
        ],
        input="\n".join(added),
        cwd=course.root,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        reason = " ".join(done.stderr.split()) or "no reason given"
        raise ReleaseError(
            [
                f"{course.environment.name}: {names} cannot be locked beside the grader's own "
                f"packages. uv says: {reason[:600]}. Check the names, and that the package index "
                "can be reached; or remove what does not fit"
            ]
        )
    return done.stdout
