"""The versions of all that decides about marks."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import json
import platform
from pathlib import Path

import gankit


@functools.cache
def deciding_versions() -> str:
    """Return the versions of all that decides about marks.

    A checkout's own version stays the same while it is worked on, so its files count.
    """
    library = Path(gankit.__file__).parent
    files = [*deciding(), *sorted(library.rglob("*.py")), *sorted((library / "data").glob("*.npz"))]
    ours = hashlib.sha256(b"".join(hashlib.sha256(f.read_bytes()).digest() for f in files))
    own = {"python": platform.python_version(), "gangrade": ours.hexdigest()[:16]}
    return json.dumps({**own, **package_versions()})


DECIDING = (
    *(
        "inside/*.py",
        "instruments/*.py",
        "candidate/*.py",
        "subjects/*.py",
        "verdicts/*.py",
        "part/*.py",
    ),
    *("results/*.py", "intake/*.py", "grading/allowance.py", "grading/examiner.py"),
    *("grading/notebook.py", "grading/sitting.py", "grading/judge.py"),
)
"""What of gangrade decides about marks; the others only carry them around."""


def deciding() -> list[Path]:
    """Return the files of ``DECIDING``."""
    package = Path(__file__).parents[1]
    return [path for name in DECIDING for path in sorted(package.glob(name))]


def package_versions() -> dict[str, str]:
    """Return the versions of the packages that training depends on."""
    names = ("keras", "numpy", "scipy")
    found = {name: importlib.metadata.version(name) for name in names}
    for name in ("tensorflow-cpu", "tensorflow"):
        try:
            return {**found, "tensorflow": importlib.metadata.version(name)}
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
